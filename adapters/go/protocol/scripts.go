// The scripts of the conformance endpoint: what its methods, runnables and hooks do.
package protocol

import (
	"errors"
	"fmt"
	"strings"
)

// ScriptedError is what a script throws.
type ScriptedError struct{ Text string }

func (e ScriptedError) Error() string { return e.Text }

// Values that are hard to send.
type (
	unserializable chan int
	encoderThrows  struct{}
	undecodable    struct{}
)

// MarshalJSON fails as no encoder should.
func (encoderThrows) MarshalJSON() ([]byte, error) { panic("the encoder fails") }

// MarshalJSON writes what Decode refuses.
func (undecodable) MarshalJSON() ([]byte, error) { return []byte(`{"undecodable":true}`), nil }

// Refused tells whether a decoded result is the one that the caller cannot decode.
func Refused(value any) error {
	if fields, ok := value.(map[string]any); ok && fields["undecodable"] == true {
		return errors.New("this result cannot be decoded")
	}
	return nil
}

// plain is a value as an outcome shows it.
func (s *Scenario) plain(step Step, value any) any {
	switch value := value.(type) {
	case unserializable:
		return "unserializable"
	case encoderThrows:
		return "encoder-throws"
	case undecodable:
		return "undecodable"
	case map[string]any:
		return "look-alike"
	case string:
		if strings.HasSuffix(step.Operation.Script.End.Ending, "bytes") {
			return len(value) + len(`""`)
		}
	}
	return value
}

// Unserializable is an argument that cannot be serialized.
func Unserializable() any { return make(unserializable) }

// Text is a text whose serialized form has so many bytes.
func Text(bytes int) string { return strings.Repeat("x", max(0, bytes-len(`""`))) }

// Work carries out the script of an operation on the main thread of an endpoint.
func (s *Scenario) Work(endpoint int, role string, op int) (any, error) {
	s.lock.Lock()
	script := s.scripts[op]
	s.lock.Unlock()
	return s.carryScript(endpoint, role, op, script, fmt.Sprint("failure of ", op))
}

// Hook carries out onStart or onStop. What it throws names the creation of the endpoint.
func (s *Scenario) Hook(endpoint int, role string, script Script, creation int) (any, error) {
	return s.carryScript(endpoint, role, endpoint, script, fmt.Sprint("failure of ", creation))
}

// Task carries out a run of a task of a service.
func (s *Scenario) Task(op int, throws bool) (any, error) {
	script := Script{End: Ending{Ending: "return"}}
	if throws {
		script.End.Ending = "throw"
	}
	_, err := s.carryScript(0, "service-task", op, script, fmt.Sprint("failure of ", op))
	return nil, err
}

func (s *Scenario) carryScript(endpoint int, role string, work int, script Script, failure string) (any, error) {
	s.record(Event{Event: "begin", Endpoint: &endpoint, Role: role, Work: &work})
	key := workKey(role, work)
	s.nested(script.Nested, &MainOf{endpoint})
	how, result := s.ending(endpoint, script.End, key, work, failure)
	s.record(Event{Event: "end", Endpoint: &endpoint, Role: role, Work: &work, How: how})
	return result()
}

// ending gives how a script ends, and then does it.
func (s *Scenario) ending(
	endpoint int, end Ending, key Key, op int, failure string,
) (how string, result func() (any, error)) {
	value := func(value any) func() (any, error) { return func() (any, error) { return value, nil } }
	switch end.Ending {
	case "throw":
		return "throw", func() (any, error) { return nil, ScriptedError{failure} }
	case "throw-non-error":
		return "throw", func() (any, error) { panic(failure) }
	case "throw-ask-timeout":
		return "throw", func() (any, error) { return nil, s.implementation.ExpiredAsk(failure) }
	case "null":
		return "null", value(nil)
	case "later", "promise", "done", "failed", "later-bytes":
		future, complete := s.implementation.NewFuture()
		s.fulfil(end, key, op, failure, complete)
		return "future", value(future)
	case "hold":
		s.hold(key, endpoint)
		return "return", value(op)
	case "bytes":
		return "return", value(Text(end.Size))
	case "unserializable":
		return "return", value(Unserializable())
	case "encoder-throws":
		return "return", value(encoderThrows{})
	case "undecodable":
		return "return", value(undecodable{})
	case "look-alike":
		return "return", value(map[string]any{"kind": "answer", "id": 1.0, "error": nil})
	}
	return "return", value(op)
}

// fulfil completes a future at once, or when it is released.
func (s *Scenario) fulfil(end Ending, key Key, op int, failure string, complete func(any, error)) {
	switch end.Ending {
	case "later":
		s.gate(key).onRelease(func(how string) {
			if how == "error" {
				complete(nil, ScriptedError{failure})
			} else {
				complete(op, nil)
			}
		})
	case "failed":
		complete(nil, ScriptedError{failure})
	case "later-bytes":
		complete(Text(end.Size), nil)
	case "done":
		complete(nil, nil)
	}
}
