/*
 * The system of properties/exploration/stateful/protocols.ts (benchmarkProtocol) in Promela, for SPIN: four clients that
 * connect anew when they are refused, an owner, one endpoint. One process, so that a state is what the variables say and
 * both searches count the same states. What the compiled tables decide there is written out here.
 */
#define CLIENTS 4
#define ROUNDS 2
#define STEPS 6

/* States of the life cycle. */
#define FRESH 0
#define PAUSED 1
#define STARTED 2
#define TERMINATING 3
#define FINISHED 4
#define TERMINATED 5
#define GONE 6

/* Phases of a client. */
#define IDLE 0
#define ASKED 1
#define VALUE 2
#define REFUSED 3
#define UNREACHABLE 4
#define DONE 5

byte life = FRESH;
byte token = 1;
byte sent = 0;
byte heard = 0;
byte phase[CLIENTS];
byte own[CLIENTS];
byte answers[CLIENTS];

/* The owner is heard: START, token 2, STOP, START, token 1, TERMINATE. */
inline hear() {
  if
  :: (heard == 0 || heard == 3) && (life == FRESH || life == PAUSED) -> life = STARTED
  :: heard == 2 && life == STARTED -> life = PAUSED
  :: (heard == 1 || heard == 4) && (life == STARTED || life == TERMINATING) -> token = (heard == 1 -> 2 : 1)
  :: heard == 5 && life == STARTED -> life = TERMINATING
  :: heard == 5 && (life == FRESH || life == PAUSED) -> life = TERMINATED
  :: else -> skip
  fi;
  heard++
}

/* The endpoint hears an ask. */
inline decide(c) {
  if
  :: life == TERMINATED || life == GONE -> phase[c] = UNREACHABLE
  :: (life == STARTED || life == TERMINATING) && own[c] == token -> phase[c] = VALUE
  :: else -> phase[c] = REFUSED
  fi
}

/* A client hears its answer. */
inline settle(c) {
  if
  :: phase[c] == VALUE ->
    answers[c]++;
    phase[c] = (answers[c] == ROUNDS -> DONE : IDLE)
  :: phase[c] == REFUSED ->
    own[c] = token;
    phase[c] = IDLE
  :: phase[c] == UNREACHABLE -> phase[c] = DONE
  fi
}

#define client(c) \
  :: d_step { phase[c] == IDLE -> phase[c] = ASKED } \
  :: d_step { phase[c] == ASKED -> decide(c) } \
  :: d_step { (phase[c] == VALUE || phase[c] == REFUSED || phase[c] == UNREACHABLE) -> settle(c) }

init {
  d_step {
    own[0] = 1;
    own[1] = 1;
    own[2] = 2;
    own[3] = 2
  };
end:
  do
  :: d_step { sent < STEPS -> sent++ }
  :: d_step { heard < sent -> hear() }
  :: d_step { life == TERMINATING -> life = FINISHED }
  :: d_step { life == FINISHED -> life = TERMINATED }
  :: d_step { life == TERMINATED -> life = GONE }
  client(0)
  client(1)
  client(2)
  client(3)
  od
}
