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

// waiting opens an ask whose answer never comes.
func waiting(t *testing.T, gateway *Gateway) *Future {
	t.Helper()
	asked, err := gateway.Call("wait", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	return asked
}

func TestDEAD06AsksAreToldWhyTheirOwnServiceIsGone(t *testing.T) {
	there := newService(t, Options{Remote: true})
	e := newEchoing(t, there, nil)
	e.Start()
	closed := newService(t, Options{Remote: true})
	gateway := connected(t, closed, e.Address(), Connecting{})
	asked := waiting(t, gateway)
	_, err := outcome(t, closed.Close(nil), nil)
	expectCode(t, err, "")
	_, err = outcome(t, asked, nil)
	expectCode(t, err, IllegalState)
	_, err = gateway.Call("say", "late")
	expectCode(t, err, IllegalState) // raised by the call itself

	failed := newService(t, Options{Remote: true})
	asked = waiting(t, connected(t, failed, e.Address(), Connecting{}))
	newEchoing(t, failed, nil).Fail()
	_, err = outcome(t, asked, nil)
	expectCode(t, err, RecipientUnreachable) // SUPER-07
}

func TestSERV14TheLimitOfACloseIsWhatOpenAsksHear(t *testing.T) {
	for range 50 { // closing and giving up run at the same time
		service := newService(t, Options{})
		e := newEchoing(t, service, func(config *Configuration) {
			config.OnStop = func(*Endpoint) (*Future, error) { return NewFuture(), nil }
		})
		e.Start()
		asked := waiting(t, connected(t, service, e.Address(), Connecting{}))
		limit := time.Millisecond
		closed := service.Close(&limit)
		_, err := outcome(t, asked, nil)
		expectCode(t, err, CloseTimeout)
		_, err = outcome(t, closed, nil)
		expectCode(t, err, CloseTimeout)
	}
}
