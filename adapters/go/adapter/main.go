// The adapter: every operation of the protocol as a call of the implementation. What knows the protocol and not the
// implementation is the package beside it.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	"fencepost/adapters/go/conformance"
	"fencepost/adapters/go/protocol"
	"fencepost/adapters/go/rpc"
)

var capabilities = flag.String("capabilities", "fencing queued-messages scripted-work scripted-hooks main-thread "+
	"scheduled-tasks timeouts service-closing queries resources generated-names overloaded-methods serialization "+
	"service-executor remote-service mutable-token blocking-call blocking-handler forced-serialization fault-injection "+
	"link-faults raw-messages wildcard-address asynchronous-hooks null-from-hooks close-timeout", "what the adapter says "+
	"that it has; none is tier 1")

// world carries the operations of one scenario out.
type world struct{ conformance.World }

func main() {
	flag.Parse()
	adapter := protocol.Adapter{Name: "fencepost-go", Version: "0.1.0", Reset: reset,
		Capabilities: append([]string{}, strings.Fields(*capabilities)...)}
	if err := adapter.Talk(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func reset(scenario *protocol.Scenario, services []protocol.Service) (protocol.Implementation, error) {
	w := &world{conformance.World{Scenario: scenario}}
	for _, s := range services {
		service, err := rpc.NewService(rpc.Options{AskTimeout: *protocol.Duration(&s.AskTimeoutMs),
			FrameBytes: s.FrameBytes, ForceSerialization: s.ForceSerialization, Remote: s.Remote})
		if err != nil {
			return nil, err
		}
		w.Services = append(w.Services, service)
	}
	return w, nil
}

// Perform gives what an operation comes out with: a value, a future, or the error that the call raised.
func (w *world) Perform(step protocol.Step) (any, error) {
	o, service := step.Operation, w.Services[step.Operation.Service]
	e, _ := w.Find("endpoint", o.Endpoint).(*rpc.Endpoint)
	x, _ := w.Find("executor", o.Executor).(*rpc.Executor)
	work := func(role string) func() (any, error) {
		return func() (any, error) { return w.Work(*o.Endpoint, role, step.Op) }
	}
	run := func() { conformance.Must(work("run")()) }
	switch o.Type {
	case "create-endpoint":
		return w.Create(step)
	case "start":
		e.Start()
	case "stop":
		e.Stop()
	case "terminate":
		return e.Close(), nil
	case "watch":
		return e.Termination(), nil
	case "stop-server":
		service.StopServer(e)
	case "close-service":
		closing := service.Close(protocol.Duration(o.TimeoutMs))
		w.Put(protocol.Key{Kind: "close", Number: o.Service}, closing)
		return closing, nil
	case "connect":
		how := rpc.Connecting{Version: o.Version, Fenced: o.Fencing != nil}
		if how.Fenced {
			how.Token = (*rpc.Token)(o.Fencing.Token)
		}
		return service.Connect(w.Address(o.Address), conformance.GatewayTypes[o.GatewayType], how)
	case "call":
		return w.Call(step)
	case "run-async":
		how := rpc.Delivery{Delay: *protocol.Duration(&o.DelayMs), Unfenced: o.Unfenced}
		return nil, e.RunAsync(run, how)
	case "run-async-null":
		return nil, e.RunAsync(nil, rpc.Delivery{})
	case "run-async-remote", "call-async-remote":
		return nil, w.Get("gateway", *o.Gateway).(*rpc.Gateway).RunAsync(func() {})
	case "call-async":
		limit, err := rpc.LimitOf(o.Limit(e.Service().AskTimeout()))
		if err != nil {
			return nil, err
		}
		return e.CallAsync(work("callable"), limit, rpc.Delivery{Unfenced: o.Unfenced})
	case "obtain-executor":
		return e.Executor(o.Unfenced), nil
	case "execute":
		x.Execute(run)
	case "schedule":
		return x.Schedule(*protocol.Duration(&o.DelayMs), w.ScheduledWork(step)), nil
	case "schedule-periodically":
		return nil, x.ScheduleAtFixedRate(time.Second, func() {})
	case "cancel":
		w.Get("handle", *o.Scheduled).(interface{ Cancel() }).Cancel()
	case "set-token":
		return nil, e.SetToken((*rpc.Token)(o.Token))
	case "register-resource":
		return nil, w.Register(e, o)
	case "unregister-resource":
		return e.UnregisterResource(w.Resource(*o.Endpoint, *o.Resource, nil)), nil
	case "fault":
		e.Fail()
	case "link":
		if from, to := w.Services[o.From], w.Services[o.To]; o.Action == "delay" {
			from.Delay(to, *protocol.Duration(&o.Milliseconds))
		} else {
			from.InjectFault(to, rpc.LinkFault(o.Action))
		}
	case "service-schedule":
		return w.ServiceTask(service, step)
	case "send-raw":
		return w.SendRaw(step)
	case "query":
		return w.Query(o)
	case "evaluate":
		return conformance.Evaluate(o)
	default:
		return nil, protocol.NotOffered(o.Type)
	}
	return nil, nil
}

// Outcome tells the code of an error.
func (w *world) Outcome(err error) protocol.Outcome {
	var own *rpc.Error
	if !errors.As(err, &own) {
		return protocol.Outcome{Code: "application", Failure: fmt.Sprintf("%T: %s", err, err)}
	}
	outcome := protocol.Outcome{Code: string(own.Code), Failure: own.Failure}
	if own.Cause != nil {
		outcome.Cause = string(own.Cause.Code)
	}
	return outcome
}

func (w *world) ExpiredAsk(text string) error { return &rpc.Error{Code: rpc.AskTimeout, Text: text} }
