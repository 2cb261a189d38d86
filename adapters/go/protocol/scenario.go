// A scenario under way: its history, what its operations made, and what waits.
package protocol

import (
	"sync"
	"time"
)

// Future is what an implementation returns when an operation comes out later.
type Future interface {
	OnComplete(callback func(value any, err error))
}

// Blocking is a call whose message was sent, and whose thread has yet to wait for the answer.
type Blocking interface {
	Wait() (value any, err error)
}

// Implementation is what is under test.
type Implementation interface {
	// Perform carries an operation out. A Future among the values comes out later; an error was raised by the call.
	Perform(step Step) (value any, err error)
	// Settled waits until the implementation has handled all that was sent, or says what is missing at the deadline.
	Settled(deadline time.Time) (missing []string)
	// Outcome maps an error.
	Outcome(err error) Outcome
	// NewFuture makes a future for a script to return, and what completes it.
	NewFuture() (future any, complete func(value any, err error))
	// ExpiredAsk is the error of an ask that expired.
	ExpiredAsk(text string) error
	// Abandon ends what is left of the scenario.
	Abandon()
}

// Scenario is recorded behind one lock, so that what came first in truth comes first in the list.
type Scenario struct {
	implementation Implementation
	began          time.Time
	acts           sync.Mutex

	lock      sync.Mutex
	changed   *sync.Cond
	events    []Event
	told      int
	made      map[Key]any
	announced map[Key]bool
	scripts   map[int]Script
	owners    map[int]*int
	carried   map[int]bool
	gates     map[Key]*gate
	lanes     map[int][]Step
	waiting   int
	abandoned int
	connects  int
	callbacks int
	held      map[int]bool
	ended     bool
	fault     error
}

func newScenario() *Scenario {
	s := &Scenario{
		began:     time.Now(),
		made:      map[Key]any{},
		announced: map[Key]bool{},
		scripts:   map[int]Script{},
		owners:    map[int]*int{},
		carried:   map[int]bool{},
		gates:     map[Key]*gate{},
		lanes:     map[int][]Step{},
		held:      map[int]bool{},
	}
	s.changed = sync.NewCond(&s.lock)
	return s
}

// record adds an event and wakes whoever waits for it.
func (s *Scenario) record(event Event) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.recordLocked(event)
}

func (s *Scenario) recordLocked(event Event) {
	event.At = float64(time.Since(s.began).Microseconds()) / 1000
	s.events = append(s.events, event)
	s.changed.Broadcast()
}

// Closed records that a resource was closed.
func (s *Scenario) Closed(endpoint, resource int) {
	s.record(Event{Event: "closed", Endpoint: &endpoint, Resource: &resource})
}

// Put keeps what an operation made, for operations inside the one that makes it.
func (s *Scenario) Put(key Key, value any) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.made[key] = value
}

// Get gives what an earlier operation made.
func (s *Scenario) Get(kind string, number int) any { return s.Made(Key{kind, number}) }

// Find gives what an operation refers to, or nil when it refers to nothing of the kind.
func (s *Scenario) Find(kind string, number *int) any {
	if number == nil {
		return nil
	}
	return s.Get(kind, *number)
}

// Made gives what was put under a key.
func (s *Scenario) Made(key Key) any {
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.made[key]
}

// All gives everything of a kind that was made, save the endpoints that are held: those answer nothing until released.
func (s *Scenario) All(kind string) []any {
	s.lock.Lock()
	defer s.lock.Unlock()
	var all []any
	for key, value := range s.made {
		if key.Kind == kind && !(kind == "endpoint" && s.held[key.Number]) {
			all = append(all, value)
		}
	}
	return all
}

// Held tells how many main threads scripts hold.
func (s *Scenario) Held() int {
	s.lock.Lock()
	defer s.lock.Unlock()
	return len(s.held)
}

// history gives the events since the last time.
func (s *Scenario) history() []Event {
	s.lock.Lock()
	defer s.lock.Unlock()
	events := append([]Event{}, s.events[s.told:]...)
	s.told = len(s.events)
	return events
}

// await blocks a lane until a condition holds, and reports false when the step is to be left out.
func (s *Scenario) await(holds func() bool) bool {
	generation := s.abandoned
	s.waiting++
	defer func() { s.waiting-- }()
	for !holds() {
		if s.ended || s.abandoned != generation {
			return false
		}
		s.changed.Wait()
	}
	return !s.ended
}

// fail ends a scenario that the adapter cannot carry out.
func (s *Scenario) fail(err error) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.fault, s.ended = err, true
	s.changed.Broadcast()
}

// end leaves out everything that waits and releases every future, for a scenario that is over.
func (s *Scenario) end() {
	s.lock.Lock()
	s.ended = true
	gates := s.gates
	s.gates = map[Key]*gate{}
	s.changed.Broadcast()
	s.lock.Unlock()
	for _, gate := range gates {
		gate.release("value")
	}
	if s.implementation != nil {
		s.implementation.Abandon()
	}
}
