// What the tests have in common. They cover the essentials, each under the rule that asks for it; the suite of Fencepost
// judges the rest.
package rpc

import (
	"errors"
	"sync"
	"testing"
	"time"
)

// patience is how long a test waits for what must come.
const patience = 5 * time.Second

var echo = NewGatewayType("echo",
	&Method{Name: "say", Parameters: []Parameter{Of[string]("text")}},
	&Method{Name: "note", Parameters: []Parameter{Of[string]("text")}, OneWay: true},
	&Method{Name: "wait", Parameters: []Parameter{Limit("limit")}})

// echoing is an endpoint that says what it is told; wait returns a future that stays open.
type echoing struct {
	*Endpoint
	lock  sync.Mutex
	notes []string
}

func (e *echoing) noted() []string {
	e.lock.Lock()
	defer e.lock.Unlock()
	return append([]string(nil), e.notes...)
}

func newEchoing(t *testing.T, service *Service, change func(*Configuration)) *echoing {
	t.Helper()
	echoing := &echoing{}
	config := Configuration{Gateways: []*GatewayType{echo}, Handlers: map[string]Handler{
		"say(string)": func(arguments []any) (any, error) {
			if arguments[0] == "fail" {
				return nil, errors.New("told to fail")
			}
			return arguments[0], nil
		},
		"note(string)": func(arguments []any) (any, error) {
			echoing.lock.Lock()
			defer echoing.lock.Unlock()
			echoing.notes = append(echoing.notes, arguments[0].(string))
			return nil, nil
		},
		"wait(time.Duration)": func([]any) (any, error) { return NewFuture(), nil },
	}}
	if change != nil {
		change(&config)
	}
	endpoint, err := service.NewEndpoint(config)
	if err != nil {
		t.Fatal(err)
	}
	echoing.Endpoint = endpoint
	return echoing
}

func newService(t *testing.T, options Options) *Service {
	t.Helper()
	service, err := NewService(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { service.Close(new(time.Duration)) })
	return service
}

// outcome waits for a future that an operation returned.
func outcome(t *testing.T, future *Future, err error) (any, error) {
	t.Helper()
	if err != nil {
		return nil, err
	}
	select {
	case <-future.Done():
		return future.Result()
	case <-time.After(patience):
		t.Fatal("the future did not complete")
		return nil, nil
	}
}

func connected(t *testing.T, from *Service, address string, how Connecting) *Gateway {
	t.Helper()
	future, err := from.Connect(address, echo, how)
	gateway, err := outcome(t, future, err)
	if err != nil {
		t.Fatal(err)
	}
	return gateway.(*Gateway)
}

func expect(t *testing.T, gateway *Gateway, method string, argument any, value any, code Code) {
	t.Helper()
	future, err := gateway.Call(method, argument)
	got, err := outcome(t, future, err)
	expectCode(t, err, code)
	if got != value {
		t.Errorf("%s gave %v, not %v", method, got, value)
	}
}

func expectCode(t *testing.T, err error, code Code) {
	t.Helper()
	var own *Error
	if errors.As(err, &own); code == "" && err == nil || own != nil && own.Code == code {
		return
	}
	t.Errorf("came out with %v, not with %q", err, code)
}
