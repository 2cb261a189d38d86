// Lanes and barriers: each lane is a goroutine that carries its steps out in order; a barrier waits for all of them.
package protocol

import (
	"fmt"
	"time"
)

// quietRounds is how often in a row nothing may move before a scenario counts as settled.
const quietRounds = 2

// run carries steps out. It says what is missing when a barrier was not reached: then the scenario ends there.
func (s *Scenario) run(steps []Step, patience time.Duration) []string {
	for _, step := range steps {
		var missing []string
		switch step.Operation.Type {
		case "settle":
			missing = s.barrier(step.Op, 0, patience)
		case "advance":
			missing = s.barrier(step.Op, step.Operation.Milliseconds, patience)
		default:
			s.dispatch(step)
		}
		if len(missing) > 0 {
			return missing
		}
	}
	return s.settle(patience)
}

// dispatch appends a step to its lane, and starts the lane if it was idle.
func (s *Scenario) dispatch(step Step) {
	s.lock.Lock()
	defer s.lock.Unlock()
	queue, busy := s.lanes[step.Lane]
	s.lanes[step.Lane] = append(queue, step)
	if !busy {
		go s.lane(step.Lane)
	}
}

func (s *Scenario) lane(number int) {
	for {
		s.lock.Lock()
		queue := s.lanes[number]
		if len(queue) == 0 {
			delete(s.lanes, number)
			s.lock.Unlock()
			return
		}
		s.lanes[number] = queue[1:]
		s.lock.Unlock()
		s.carry(queue[0], nil, true)
	}
}

// barrier settles, lets time pass, and settles again.
func (s *Scenario) barrier(op int, milliseconds float64, patience time.Duration) []string {
	if missing := s.settle(patience); len(missing) > 0 {
		return missing
	}
	s.record(Event{Event: "invoke", Op: op})
	if milliseconds > 0 {
		time.Sleep(time.Duration(milliseconds*float64(time.Millisecond)) + timerGrace)
		if missing := s.settle(patience); len(missing) > 0 {
			return missing
		}
	}
	s.record(Event{Event: "outcome", Op: op, Outcome: &Outcome{}})
	return nil
}

// timerGrace is what a timer that is due may take to fire.
const timerGrace = 3 * time.Millisecond

// settle waits until nothing moves. Steps that still wait then are left out, and it goes on with those behind them.
func (s *Scenario) settle(patience time.Duration) []string {
	deadline := time.Now().Add(patience)
	quiet, before := 0, -1
	for {
		missing := append(s.busy(), s.implementation.Settled(deadline)...)
		s.lock.Lock()
		if len(missing) == 0 && len(s.events) == before {
			quiet++
		} else {
			quiet = 0
		}
		before = len(s.events)
		waiting := s.waiting
		if quiet >= quietRounds && waiting > 0 {
			s.abandoned++
			s.changed.Broadcast()
			quiet = 0
		}
		s.lock.Unlock()
		switch {
		case quiet >= quietRounds && waiting == 0:
			return nil
		case time.Now().After(deadline) && len(missing) > 0:
			return missing
		case len(missing) > 0 || quiet == 0:
			time.Sleep(200 * time.Microsecond)
		}
	}
}

// busy says in words which lanes are not done, save those that wait, and what is open.
func (s *Scenario) busy() []string {
	s.lock.Lock()
	defer s.lock.Unlock()
	var missing []string
	if busy := len(s.lanes) - s.waiting; busy > 0 {
		missing = append(missing, fmt.Sprint(busy, " lanes have not carried out their steps"))
	}
	if s.connects > 0 && len(s.held) == 0 {
		missing = append(missing, fmt.Sprint(s.connects, " connects have not come out"))
	}
	if s.callbacks > 0 {
		missing = append(missing, fmt.Sprint(s.callbacks, " callbacks have not come out"))
	}
	return missing
}
