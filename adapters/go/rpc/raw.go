// Messages that no gateway would send: for tests of how endpoints take them.
package rpc

import (
	"encoding/json"
	"time"
)

// Raw says what is wrong with a message.
type Raw string

// What can be wrong with a message.
const (
	UnknownType      Raw = "unknown-type"
	OtherEnvelope    Raw = "other-envelope"
	UnknownMethod    Raw = "unknown-method"
	WrongArguments   Raw = "wrong-arguments"
	UndeclaredMethod Raw = "undeclared-method"
	Undecodable      Raw = "undecodable"
)

// controls are the control messages, which need no gateway.
var controls = map[Raw]control{"start": start, "stop": stop, "terminate": terminate}

// IsControl tells whether a message starts, stops or terminates an endpoint.
func (r Raw) IsControl() bool {
	_, is := controls[r]
	return is
}

// SendControl sends a control message past what the service knows of the endpoint: it may be the second of its kind
// (LIFE-09).
func (e *Endpoint) SendControl(raw Raw) { e.deliver(&message{body: controls[raw]}) }

// SendRaw calls a method with a message that has something wrong with it.
func (g *Gateway) SendRaw(raw Raw, name string, limit time.Duration, arguments ...any) (*Future, error) {
	method := *g.kind.Method(name)
	signature := method.Signature()
	switch raw {
	case UnknownMethod:
		signature = "missing()"
	case UndeclaredMethod:
		signature = "undeclared()"
	case WrongArguments:
		arguments = []any{"wrong"}
	}
	called := invocation{signature: signature, arguments: arguments}
	if g.target.remote() {
		encoded, err := encodeArguments(&method, arguments)
		if err != nil {
			return nil, err
		}
		called.arguments, called.encoded = nil, encoded
	}
	m := &message{body: called}
	switch raw {
	case UnknownType:
		m.body = unknown{}
	case Undecodable:
		m.body = undecodable{}
	}
	sender := *g
	if raw == OtherEnvelope {
		token := g.token()
		sender.fenced, sender.token = !g.fenced, func() *Token { return token }
	}
	return sender.send(m, &method, &limit, false)
}

// undecodable is a request that its target cannot decode. It is dropped there (SIZE-03).
type undecodable struct{}

// garbled is a frame that looks like one from outside only.
func garbled(f *frame) []byte {
	encoded, _ := json.Marshal(f)
	encoded[0] = '?'
	return encoded
}
