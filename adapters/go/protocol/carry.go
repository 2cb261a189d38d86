// Carrying operations out: an invoke before the act, an outcome after it.
package protocol

import (
	"errors"
	"fmt"
)

// notOffered is the error of a request that the adapter cannot carry out: its own fault, and no outcome.
type notOffered struct{ what string }

func (n notOffered) Error() string { return fmt.Sprintf("this adapter does not offer %s", n.what) }

// NotOffered tells the suite that it asked for what the adapter does not have.
func NotOffered(what string) error { return notOffered{what} }

// carry does one step, one at a time: between its invoke and its act there is no other. A step of a lane waits for what
// it refers to; one inside a script is left out if it is not there.
func (s *Scenario) carry(step Step, by *MainOf, inLane bool) {
	s.lock.Lock()
	if inLane && !s.await(func() bool { return s.ready(step) }) {
		s.lock.Unlock()
		return
	}
	s.lock.Unlock()
	s.acts.Lock()
	defer s.acts.Unlock()
	s.act(step, by)
}

// act does a step that waits no longer.
func (s *Scenario) act(step Step, by *MainOf) {
	o := &step.Operation
	s.lock.Lock()
	if !s.complete(step) {
		s.lock.Unlock()
		return
	}
	if len(o.Script.End.Ending) > 0 {
		s.scripts[step.Op] = o.Script
	}
	if o.Type == "connect" {
		s.connects++
	}
	if o.Type == "obtain-executor" {
		s.owners[*o.Executor] = o.Endpoint
	} else if o.Executor != nil {
		o.Endpoint = s.owners[*o.Executor]
	}
	s.recordLocked(Event{Event: "invoke", Op: step.Op, By: by})
	s.lock.Unlock()

	value, err := s.perform(step)
	s.lock.Lock()
	s.carried[step.Op] = true
	s.changed.Broadcast()
	s.lock.Unlock()
	if call, blocks := value.(Blocking); blocks && err == nil {
		s.acts.Unlock() // its message is sent: others go on while it waits
		value, err = call.Wait()
		s.acts.Lock()
	}
	if errors.As(err, &notOffered{}) {
		s.fail(err)
		return
	}
	future, later := value.(Future)
	if err != nil || !later {
		s.cameOut(step, value, err, err != nil)
		return
	}
	if key, makes := o.makes(step.Op); makes && o.Type != "connect" {
		s.Put(key, value)
		s.announce(key)
	}
	future.OnComplete(func(value any, err error) { s.cameOut(step, value, err, false) })
}

// ready tells whether everything that a step of a lane refers to came out, and the operation of the work that it
// releases was carried out: the work itself may begin later.
func (s *Scenario) ready(step Step) bool {
	for _, key := range step.Operation.needs(step.Op) {
		if !s.announced[key] {
			return false
		}
	}
	return step.Operation.Type != "release" || s.carried[step.Operation.Work]
}

// complete tells whether everything that a step refers to is there.
func (s *Scenario) complete(step Step) bool {
	for _, key := range step.Operation.needs(step.Op) {
		if s.made[key] == nil {
			return false
		}
	}
	return !s.ended
}

func (s *Scenario) announce(key Key) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.announced[key] = true
	s.changed.Broadcast()
}

// perform releases by itself; everything else is done by the implementation.
func (s *Scenario) perform(step Step) (any, error) {
	if key, releases := step.Operation.releases(); releases {
		s.gate(key).release(step.Operation.How)
		return nil, nil
	}
	return s.implementation.Perform(step)
}

// cameOut records the outcome, keeps what was made, and carries a callback out.
func (s *Scenario) cameOut(step Step, value any, err error, thrown bool) {
	o := &step.Operation
	outcome := Outcome{Value: s.plain(step, value)}
	if err != nil {
		outcome = s.implementation.Outcome(err)
		outcome.Thrown = thrown
	}
	key, makes := o.makes(step.Op)
	if err == nil && o.Type == "connect" || o.Type == "obtain-executor" {
		outcome.Value = nil
		s.Put(key, value)
	}
	s.lock.Lock()
	s.recordLocked(Event{Event: "outcome", Op: step.Op, Outcome: &outcome})
	if o.Type == "connect" {
		s.connects--
	}
	if makes {
		s.announced[key] = true
	}
	s.callbacks += min(len(o.Callback), 1)
	s.lock.Unlock()
	if len(o.Callback) > 0 {
		go func() {
			s.nested(o.Callback, nil)
			s.lock.Lock()
			s.callbacks--
			s.lock.Unlock()
		}()
	}
}

func (s *Scenario) nested(steps []Step, by *MainOf) {
	for _, step := range steps {
		s.carry(step, by, false)
	}
}

// Constructing carries out the rest of a constructor, as a part of the creation.
func (s *Scenario) Constructing(steps []Step) {
	for _, step := range steps {
		s.act(step, nil)
	}
}
