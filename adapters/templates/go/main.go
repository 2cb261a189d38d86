// An adapter for Fencepost: it reads requests and writes answers, one JSON object a line (spec/adapter-protocol.md).
//
// It passes the hello world. Replace the toy below by calls of your implementation, or complete the toy first:
// perform carries an operation out and returns its value, or the code of the error that it fails with.
package main

import (
	"bufio"
	"encoding/json"
	"os"
)

type object = map[string]any

// operation has the fields that tier 1 needs; the schema lists all.
type operation struct {
	Type, Name, Method string
	Endpoint, Gateway  int
	Milliseconds       float64
	Address            struct{ Endpoint int }
	Target             *struct{ Gateway int }
}

type request struct {
	ID    int
	Verb  string
	Steps []struct {
		Op        int
		Operation operation
	}
}

// scenario is everything that one scenario makes, and what was seen of it.
type scenario struct {
	names    map[int]string
	gateways map[int]int
	events   []object
	now      float64
}

func newScenario() *scenario {
	return &scenario{names: map[int]string{}, gateways: map[int]int{}, events: []object{}}
}

func (s *scenario) record(event string, fields object) {
	fields["event"], fields["at"] = event, s.now
	s.events = append(s.events, fields)
}

// isLeftOut tells whether a step refers to a gateway or endpoint that was never made.
func (s *scenario) isLeftOut(o operation) bool {
	if o.Target != nil {
		_, exists := s.gateways[o.Target.Gateway]
		return !exists
	}
	needed := max(o.Endpoint, o.Address.Endpoint) // numbers begin at 1
	return needed > 0 && s.names[needed] == "" && o.Type != "create-endpoint"
}

func (s *scenario) carryOut(op int, o operation) {
	if s.isLeftOut(o) {
		return
	}
	s.record("invoke", object{"op": op})
	value, code := s.perform(op, o)
	outcome := object{"kind": "value", "value": value}
	if code != "" {
		outcome = object{"kind": "error", "code": code}
	}
	s.record("outcome", object{"op": op, "outcome": outcome})
}

// handle runs a handler or hook on the main thread of the endpoint: its begin and its end are seen.
func (s *scenario) handle(endpoint int, role string, work int, how string) {
	s.record("begin", object{"endpoint": endpoint, "role": role, "work": work})
	s.record("end", object{"endpoint": endpoint, "role": role, "work": work, "how": how})
}

func (s *scenario) perform(op int, o operation) (value any, code string) {
	switch o.Type {
	case "create-endpoint":
		s.names[o.Endpoint] = o.Name
		return "toy://toy/user/rpc/" + o.Name, ""
	case "start":
		s.handle(o.Endpoint, "start", o.Endpoint, "return")
	case "stop", "terminate", "watch": // to do
	case "connect":
		s.gateways[o.Gateway] = o.Address.Endpoint
	case "call":
		s.handle(s.gateways[o.Target.Gateway], "call", op, "return")
		if o.Method == "ask" {
			return op, ""
		}
	case "settle": // each message is handled at once: nothing is ever under way
	case "advance":
		s.now += o.Milliseconds
	}
	return nil, ""
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 8<<20)
	answers := json.NewEncoder(os.Stdout)
	current := newScenario()
	for lines.Scan() {
		var r request
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			panic(err)
		}
		answer := object{"id": r.ID}
		switch r.Verb {
		case "hello":
			answer["protocol"], answer["name"], answer["version"] = 1, "my-implementation", "0.1"
			answer["capabilities"] = []string{"virtual-clock"}
		case "reset":
			current = newScenario()
		case "run":
			for _, step := range r.Steps {
				current.carryOut(step.Op, step.Operation)
			}
			answer["events"], answer["complete"], answer["unsettled"] = current.events, false, []string{}
		}
		if err := answers.Encode(answer); err != nil {
			panic(err)
		}
	}
}
