// The life of an endpoint, from its creation to its end.
package rpc

import (
	"testing"
	"time"
)

func TestLifecycle(t *testing.T) {
	service := newService(t, Options{})
	e := newEchoing(t, service, nil)
	gateway := connected(t, service, e.Address(), Connecting{})
	expect(t, gateway, "say", "early", nil, EndpointNotStarted) // MSG-01
	e.Start()
	expect(t, gateway, "say", "hello", "hello", "")     // CALL-02
	expect(t, gateway, "say", "fail", nil, Application) // CALL-11
	e.Stop()                                            // LIFE-04
	expect(t, gateway, "say", "paused", nil, EndpointNotStarted)
	e.Start()
	_, _ = gateway.Call("note", "before the end")
	_, err := outcome(t, e.Close(), nil)
	expectCode(t, err, "") // TERM-04
	if notes := e.noted(); len(notes) != 1 {
		t.Errorf("TERM-02: %v was noted", notes)
	}
	expect(t, gateway, "say", "late", nil, RecipientUnreachable) // DEAD-01
}

func TestHAND15AGatewayStaysBoundToItsIncarnation(t *testing.T) {
	service := newService(t, Options{})
	id := "again"
	named := func(config *Configuration) { config.ID = &id }
	first := newEchoing(t, service, named)
	gateway := connected(t, service, first.Address(), Connecting{})
	_, _ = outcome(t, first.Close(), nil)
	second := newEchoing(t, service, named) // TERM-06
	second.Start()
	expect(t, gateway, "say", "old", nil, RecipientUnreachable)
	expect(t, connected(t, service, second.Address(), Connecting{}), "say", "new", "new", "")
}

func TestHooks(t *testing.T) {
	service := newService(t, Options{})
	failing := newEchoing(t, service, func(config *Configuration) {
		config.OnStart = func(*Endpoint) (*Future, error) { panic("no") }
	})
	failing.Start()
	_, err := outcome(t, failing.Termination(), nil)
	expectCode(t, err, StartFailed) // START-02
	failing.Close()

	slow := NewFuture()
	e := newEchoing(t, service, func(config *Configuration) {
		config.OnStop = func(*Endpoint) (*Future, error) { return slow, nil }
	})
	e.Start()
	gateway := connected(t, service, e.Address(), Connecting{})
	task := e.Executor(false).Schedule(time.Hour, func() (any, error) { return nil, nil })
	ended := e.Close()
	expect(t, gateway, "say", "still here", "still here", "") // STOP-02
	_, err = outcome(t, task.Future, nil)
	expectCode(t, err, TaskCancelled) // MAIN-12
	slow.Complete(nil, nil)
	_, err = outcome(t, ended, nil)
	expectCode(t, err, "")
}
