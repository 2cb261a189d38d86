// How a service ends.
package rpc

import (
	"testing"
	"time"
)

func TestSUPER02AFailureTakesTheServiceDown(t *testing.T) {
	service := newService(t, Options{})
	first, second := newEchoing(t, service, nil), newEchoing(t, service, nil)
	second.Start()
	first.Fail()
	_, err := outcome(t, first.Termination(), nil)
	expectCode(t, err, EndpointFailed)
	_, err = outcome(t, second.Termination(), nil)
	expectCode(t, err, SiblingFailed)
	_, err = service.NewEndpoint(Configuration{})
	expectCode(t, err, ServiceFailed)
	_, err = outcome(t, service.Close(nil), nil)
	expectCode(t, err, EndpointFailed) // SUPER-09
}

func TestClosingAService(t *testing.T) {
	service := newService(t, Options{})
	open := newEchoing(t, service, func(config *Configuration) {
		config.OnStop = func(*Endpoint) (*Future, error) { return NewFuture(), nil }
	})
	open.Start()
	limit := 20 * time.Millisecond
	closed := service.Close(&limit)
	if service.Close(nil) != closed {
		t.Error("SERV-08: another future")
	}
	_, err := service.NewEndpoint(Configuration{})
	expectCode(t, err, IllegalState) // SERV-02
	_, err = outcome(t, closed, nil)
	expectCode(t, err, CloseTimeout) // SERV-14
	_, err = outcome(t, open.Termination(), nil)
	expectCode(t, err, CloseTimeout)
}
