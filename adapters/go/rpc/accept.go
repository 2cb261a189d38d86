// Which messages an endpoint accepts: its state first, then the token, then the kind of message (MSG-07).
package rpc

import (
	"encoding/json"
	"time"
)

// ProtocolVersion is the version that a handshake must carry (HAND-07).
const ProtocolVersion = 2

type identify struct{}

type handshake struct {
	version int
	gateway string
}

// invocation names its method by signature. The handler gets the arguments as the caller passed them, or decoded if
// they came from another service.
type invocation struct {
	signature string
	arguments []any
	encoded   []json.RawMessage
}

// unknown is a message of a kind that nobody knows.
type unknown struct{ kind string }

// run is a runnable; dropped, if not nil, learns that it will not run.
type run struct {
	work    func()
	due     time.Time
	dropped func(*Error)
}

type callable struct{ work func() (any, error) }

// shakeHands checks the version before the gateway type (HAND-09) and no token (HAND-12).
func (e *Endpoint) shakeHands(m *message, asked handshake) {
	switch {
	case asked.version != ProtocolVersion:
		m.answer(nil, newError(Handshake, "version %d was asked for, %s has %d", asked.version, e.Address(), ProtocolVersion))
	case !e.serves(asked.gateway):
		m.answer(nil, newError(Handshake, "%s does not serve the gateway %s", e.Address(), asked.gateway)) // HAND-08
	default:
		m.answer(nil, nil)
	}
}

func (e *Endpoint) accept(m *message) {
	if e.state == stopped {
		e.refuse(m, newError(EndpointNotStarted, "%s is not started and refuses %T", e.Address(), m.body)) // MSG-01..04
		return
	}
	if err := e.checkEnvelope(m); err != nil {
		e.refuse(m, err)
		return
	}
	switch body := m.body.(type) {
	case invocation:
		e.invoke(m, body)
	case run:
		e.run(m, body)
	case callable:
		value, err := guarded(body.work)
		flatten(value, err, e.replying(m)) // SELF-12, SELF-13
	default:
		m.answer(nil, newError(UnknownMessage, "%s does not handle %T", e.Address(), m.body)) // MSG-08
	}
}

// checkEnvelope compares the token when the message is processed (FENCE-08).
func (e *Endpoint) checkEnvelope(m *message) *Error {
	own := e.token.Load()
	switch {
	case m.unfenced:
		return nil // FENCE-19
	case e.config.Fencing == Plain && m.fenced:
		return newError(UnknownMessage, "%s is not fenced and does not handle fenced messages", e.Address()) // FENCE-07
	case e.config.Fencing == Plain:
		return nil
	case !m.fenced:
		return newError(UnknownMessage, "%s is fenced and handles fenced messages only", e.Address()) // FENCE-06
	case own == nil:
		return newError(FencingToken, "the token of %s is not set; the message has %s", e.Address(), m.token) // FENCE-05
	case !sameToken(own, m.token):
		// FENCE-02, FENCE-04
		return newError(FencingToken, "the token of %s is %s; the message has %s", e.Address(), own, m.token)
	}
	return nil
}

func (e *Endpoint) invoke(m *message, called invocation) {
	method := e.method(called.signature)
	if method == nil {
		m.answer(nil, newError(Connection, "%s has no method %s", e.Address(), called.signature)) // CALL-07, CALL-08
		return
	}
	arguments, refusal := called.arguments, (*Error)(nil)
	if called.encoded != nil {
		arguments, refusal = decodeArguments(method, called.encoded)
	}
	if refusal == nil {
		refusal = method.fits(arguments)
	}
	if refusal != nil {
		m.answer(nil, refusal) // CALL-09
		return
	}
	value, err := guarded(func() (any, error) { return e.config.Handlers[called.signature](arguments) })
	flatten(value, err, e.replying(m)) // a tell drops it (CALL-14)
}

// method looks only among the gateways that the endpoint declares.
func (e *Endpoint) method(signature string) *Method {
	for _, gateway := range e.config.Gateways {
		if method := gateway.Method(signature); method != nil && method.Signature() == signature {
			return method
		}
	}
	return nil
}

// run executes a runnable, or lets it wait: it is sent again with the token of now, and judged again (FENCE-20).
func (e *Endpoint) run(m *message, body run) {
	if wait := time.Until(body.due); wait > 0 {
		e.after(wait, e.toSelf(body, m.unfenced))
		return
	}
	_, _ = guarded(func() (any, error) { body.work(); return nil, nil }) // SELF-09
}

func (e *Endpoint) replying(m *message) func(value any, err error) {
	return func(value any, err error) {
		if err != nil {
			m.answer(nil, asCause(err))
		} else {
			m.answer(value, nil)
		}
	}
}
