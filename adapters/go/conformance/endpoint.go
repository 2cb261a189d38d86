// Package conformance is the conformance endpoint of spec/adapter-protocol.md as an endpoint of this implementation:
// its gateway types, its scripts, calls of it, and questions to it.
package conformance

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"fencepost/adapters/go/protocol"
	"fencepost/adapters/go/rpc"
)

// World is the implementation of one scenario.
type World struct {
	*protocol.Scenario
	Services []*rpc.Service
}

// method declares a method whose first argument is the op of the call; load is what the argument of a call may add.
func method(name string, more ...rpc.Parameter) *rpc.Method {
	parameters := append([]rpc.Parameter{rpc.Of[int]("op"), rpc.Of[any]("load")}, more...)
	return &rpc.Method{Name: name, Parameters: parameters, Decode: decode,
		OneWay: name == "tell", Local: name == "askLocal"}
}

func decode(encoded []byte) (value any, err error) {
	if err = json.Unmarshal(encoded, &value); err == nil {
		err = protocol.Refused(value)
	}
	return value, err
}

var conformance = rpc.NewGatewayType("conformance",
	method("tell"), method("ask"), method("askLocal"), method("askBlocking"), method("askWithin", rpc.Limit("limit")),
	&rpc.Method{Name: "overloaded", Parameters: []rpc.Parameter{rpc.Of[string]("text")}},
	&rpc.Method{Name: "overloaded", Parameters: []rpc.Parameter{rpc.Of[int]("number")}})

// GatewayTypes by their names.
var GatewayTypes = map[string]*rpc.GatewayType{"root": rpc.Root, "conformance": conformance,
	"foreign": rpc.NewGatewayType("foreign")}

var fencings = map[string]rpc.Fencing{"plain": rpc.Plain, "fenced": rpc.Fenced,
	"permanently-fenced": rpc.PermanentlyFenced}

// Create constructs an endpoint and tells its address.
func (w *World) Create(step protocol.Step) (any, error) {
	o, number := step.Operation, *step.Operation.Endpoint
	config := rpc.Configuration{ID: o.Name, Gateways: []*rpc.GatewayType{conformance}, Handlers: w.handlers(number),
		Fencing: fencings[o.Kind], Token: (*rpc.Token)(o.Token)}
	hook := func(role string, script protocol.Script) rpc.Hook {
		return func(*rpc.Endpoint) (*rpc.Future, error) {
			value, err := w.Hook(number, role, script, step.Op)
			future, _ := value.(*rpc.Future)
			return future, err
		}
	}
	config.OnStart, config.OnStop = hook("start", o.OnStart), hook("stop", o.OnStop)
	config.Construct = func(e *rpc.Endpoint) error {
		for i := range o.Resources {
			Must(nil, e.RegisterResource(w.Resource(number, i, o.ResourceThatThrows)))
		}
		w.Put(protocol.Key{Kind: "endpoint", Number: number}, e)
		w.Constructing(o.Constructing)
		if o.ConstructorThrows {
			return protocol.ScriptedError{Text: fmt.Sprint("failure of ", step.Op)}
		}
		return nil
	}
	e, err := w.Services[o.Service].NewEndpoint(config)
	if err != nil {
		return nil, err
	}
	return e.Address(), nil
}

func (w *World) handlers(number int) map[string]rpc.Handler {
	handlers := map[string]rpc.Handler{}
	for _, method := range conformance.Methods {
		handlers[method.Signature()] = func(arguments []any) (any, error) {
			if op, ok := arguments[0].(int); ok && method.Name != "overloaded" {
				return w.Work(number, "call", op)
			}
			op, err := strconv.Atoi(fmt.Sprint(arguments[0]))
			Must(w.Work(number, "call", op))
			return map[bool]string{true: "text", false: "number"}[method.Parameters[0].Name == "text"], err
		}
	}
	return handlers
}

// Call builds the arguments; what the operation says of its argument replaces the load.
func (w *World) Call(step protocol.Step) (any, error) {
	o := step.Operation
	gateway, err := w.gateway(o.Target)
	if err != nil {
		return nil, err
	}
	name, arguments := o.Method, []any{step.Op, nil}
	switch {
	case o.Argument.Word == "wrong-type":
		arguments[0] = "wrong"
	case o.Argument.Word == "unserializable":
		arguments[1] = protocol.Unserializable()
	case o.Argument.Bytes > 0:
		arguments[1] = strings.Repeat("x", o.Argument.Bytes)
	}
	switch name {
	case "askBlocking":
		return gateway.CallBlocking(name, arguments...)
	case "askWithin":
		arguments = append(arguments, o.Limit(rpc.DefaultAskTimeout))
	case "overloaded(text)":
		name, arguments = "overloaded(string)", []any{strconv.Itoa(step.Op)}
	case "overloaded(number)":
		name, arguments = "overloaded(int)", arguments[:1]
	}
	return asked(gateway.Call(name, arguments...))
}

// asked keeps the missing future of a one-way call from being a value.
func asked(future *rpc.Future, err error) (any, error) {
	if future == nil {
		return nil, err
	}
	return future, err
}

// SendRaw sends a message that no gateway would send.
func (w *World) SendRaw(step protocol.Step) (any, error) {
	o := step.Operation
	raw := rpc.Raw(o.Message)
	if raw.IsControl() && o.Target.Self != nil {
		w.Get("endpoint", *o.Target.Self).(*rpc.Endpoint).SendControl(raw)
		return nil, nil
	}
	gateway, err := w.gateway(o.Target)
	if err != nil {
		return nil, err
	}
	method := map[bool]string{true: "ask", false: "tell"}[o.Ask]
	return asked(gateway.SendRaw(raw, method, *protocol.Duration(o.TimeoutMs), step.Op, nil))
}

func (w *World) gateway(target protocol.Reference) (*rpc.Gateway, error) {
	if target.Self != nil {
		return w.Get("endpoint", *target.Self).(*rpc.Endpoint).SelfGateway(conformance)
	}
	return w.Get("gateway", *target.Gateway).(*rpc.Gateway), nil
}

// Address is where a connect goes.
func (w *World) Address(to protocol.Reference) string {
	switch to.Kind {
	case "endpoint":
		return w.Get("endpoint", *to.Endpoint).(*rpc.Endpoint).Address()
	case "name":
		return w.Services[*to.Service].AddressOf(to.Name)
	case "wildcard":
		return w.Services[*to.Service].AddressOf(rpc.WildcardName(to.Prefix))
	case "supervisor":
		return strings.TrimSuffix(w.Services[*to.Service].AddressOf(""), "/")
	case "unknown-host":
		return "gorpc.tcp://fencepost@unknown-host.invalid:6123/user/rpc/e1"
	}
	return to.Text
}

// Resource is a closeable with a number; one object for one number, so that it can be unregistered.
func (w *World) Resource(endpoint, number int, thatThrows *int) io.Closer {
	key := protocol.Key{Kind: fmt.Sprint("resource of ", endpoint), Number: number}
	if known, ok := w.Made(key).(io.Closer); ok {
		return known
	}
	made := &resource{func() error {
		w.Closed(endpoint, number)
		if thatThrows != nil && *thatThrows == number {
			return errors.New("the resource fails to close")
		}
		return nil
	}}
	w.Put(key, made)
	return made
}

type resource struct{ close func() error }

func (r *resource) Close() error { return r.close() }

// Register registers a further resource, or null.
func (w *World) Register(e *rpc.Endpoint, o protocol.Operation) error {
	if o.Resource == nil {
		return e.RegisterResource(nil)
	}
	return e.RegisterResource(w.Resource(*o.Endpoint, *o.Resource, nil))
}

// ScheduledWork is a scheduled callable, or a runnable whose result is nothing.
func (w *World) ScheduledWork(step protocol.Step) func() (any, error) {
	return func() (any, error) {
		value, err := w.Work(*step.Operation.Endpoint, "run", step.Op)
		if !step.Operation.Callable {
			value = nil
		}
		return value, err
	}
}

// ServiceTask schedules a task of the executor of a service.
func (w *World) ServiceTask(service *rpc.Service, step protocol.Step) (any, error) {
	o, mode, period := step.Operation, rpc.Once, time.Duration(0)
	if o.PeriodMs != nil {
		mode = map[string]rpc.Mode{"rate": rpc.FixedRate, "delay": rpc.FixedDelay}[o.Mode]
		period = *protocol.Duration(o.PeriodMs)
	}
	var runs atomic.Int64
	return service.Schedule(*protocol.Duration(&o.DelayMs), mode, period, func() (any, error) {
		return w.Task(step.Op, int(runs.Add(1)) == o.ThrowsAtRun)
	})
}

// Must throws what a runnable cannot return.
func Must(_ any, err error) {
	if err != nil {
		panic(err)
	}
}
