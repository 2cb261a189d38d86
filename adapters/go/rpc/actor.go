// The main thread of an endpoint: one goroutine that handles one message at a time (MAIN-01), the control messages and
// the end.
package rpc

import "time"

// control is a control message: queued like a call (LIFE-13), never answered or fenced (LIFE-14).
type control int

const (
	start control = iota
	stop
	terminate
)

// fault makes the handling of messages itself fail: for tests of supervision.
type fault struct{}

func (e *Endpoint) live() {
	e.main.Store(goroutineNumber())
	for {
		next, ok := e.box.take()
		if !ok {
			break
		}
		e.handleOrFail(next)
	}
	e.release(nil)
}

// handleOrFail hands what leaves the handling of a message to the supervisor (SUPER-01). User code never does: it is
// guarded where it is called.
func (e *Endpoint) handleOrFail(m *message) {
	if _, err := guarded(func() (any, error) { return nil, e.handle(m) }); err != nil {
		cause, ok := err.(*Error)
		if !ok {
			cause = asFailure(err)
		}
		e.service.supervise(e, cause)
	}
}

// handle returns an error only when the endpoint fails.
func (e *Endpoint) handle(m *message) error {
	switch body := m.body.(type) {
	case control:
		return e.control(body)
	case identify:
		m.answer(local{e}, nil)
	case handshake:
		e.shakeHands(m, body) // MSG-05: in every state
	case fault:
		panic("the message handler was made to fail")
	default:
		e.accept(m)
	}
	return nil
}

func (e *Endpoint) control(message control) error {
	switch {
	case e.state == terminating && message != terminate:
		// LIFE-10, LIFE-11
		return newError(InvalidState, "%s is terminating and can be neither started nor stopped", e.Address())
	case message == start && e.state == stopped:
		e.onStart()
	case message == stop && e.state == started:
		e.state = stopped // LIFE-04
	case message == terminate && e.state == started:
		e.onStop()
	case message == terminate && e.state == stopped:
		e.closeTimersAndResources()
		e.box.end(nil) // LIFE-07: without onStop
	}
	return nil // LIFE-03, LIFE-05, LIFE-09: nothing changes
}

func (e *Endpoint) onStart() {
	e.running = true // LIFE-16
	future, err := guarded(func() (*Future, error) {
		if e.config.OnStart == nil {
			return nil, nil
		}
		return e.config.OnStart(e)
	})
	if err == nil && future != nil {
		err = newError(IllegalState, "onStart is synchronous and returned a future") // START-09
	}
	if err == nil {
		e.state = started // LIFE-02, also after a pause (LIFE-06)
		return
	}
	e.closeTimersAndResources() // START-03: without onStop
	failure := newError(StartFailed, "onStart of %s failed", e.Address())
	e.box.endByHook(failure.causedBy(asCause(err))) // START-02
}

func (e *Endpoint) onStop() {
	e.closeTimersAndResources() // STOP-07, MAIN-12
	future, err := guarded(func() (*Future, error) {
		if e.config.OnStop == nil {
			return Completed(nil, nil), nil
		}
		return e.config.OnStop(e)
	})
	if err == nil && future == nil {
		err = newError(NullArgument, "onStop returned no future") // STOP-04
	}
	if err != nil {
		e.box.endByHook(newError(StopFailed, "onStop of %s failed", e.Address()).causedBy(asCause(err))) // STOP-03
		return
	}
	e.running = false
	e.state = terminating // LIFE-08, STOP-02
	future.OnComplete(func(_ any, err error) {
		if err == nil {
			e.box.end(nil)
		} else {
			e.box.end(asCause(err)) // STOP-05
		}
	})
}

func (e *Endpoint) closeTimersAndResources() {
	e.timers.close()
	e.resources.close()
}

// asCause keeps an error of this package and tells any other one as a failure of user code.
func asCause(err error) *Error {
	if own, ok := err.(*Error); ok {
		return own
	}
	return asFailure(err)
}

// release ends an endpoint: what is queued is refused (DEAD-02), the id is free, and then the termination future
// completes (TERM-06). Overriding comes from a service that does not wait any longer.
func (e *Endpoint) release(overriding error) {
	rest, verdict := e.box.close()
	if overriding != nil {
		verdict = overriding
	}
	for _, m := range rest {
		e.refuse(m, e.unreachable())
	}
	e.timers.close()
	e.service.remove(e)
	e.termination.Complete(nil, verdict)
}

// refuse answers an asker with an error and drops what nobody asked (MSG-01, MSG-02).
func (e *Endpoint) refuse(m *message, err *Error) {
	switch body := m.body.(type) {
	case run:
		if body.dropped != nil {
			body.dropped(err)
		}
	case identify:
		m.answer(nil, newError(Connection, "nothing lives at %s", e.Address()))
	default:
		m.answer(nil, err)
	}
}

// after lets a message wait for its time.
func (e *Endpoint) after(delay time.Duration, m *message) {
	time.AfterFunc(delay, func() { e.deliver(m) })
}
