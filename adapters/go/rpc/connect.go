// Connecting: identification, then the handshake, then the gateway (HAND-01).
package rpc

// Connecting says how to connect; the zero value is a plain gateway and the version of this package.
type Connecting struct {
	Version int
	// Fenced gateways put Token, which may be nil, into every message (FENCE-10).
	Fenced bool
	Token  *Token
}

// Connect completes with a *Gateway that is bound to the endpoint at the address. Only a service that is closed or
// closing raises an error at the call (HAND-17).
func (s *Service) Connect(address string, kind *GatewayType, how Connecting) (*Future, error) {
	s.lock.Lock()
	closing := s.closing != nil
	s.lock.Unlock()
	if closing {
		return nil, newError(IllegalState, "the service is closed or closing")
	}
	hostAndPort, id, err := splitAddress(address)
	if err != nil {
		return Completed(nil, err), nil // HAND-03, HAND-04
	}
	if how.Version == 0 {
		how.Version = ProtocolVersion
	}
	gateway := &Gateway{service: s, kind: kind, fenced: how.Fenced, token: func() *Token { return how.Token }}
	future := NewFuture()
	limit := s.options.AskTimeout
	identified := s.open(limit, newError(Connection, "nothing at %s was identified within %s", address, limit)) // HAND-06
	identified.OnComplete(func(found any, err error) {
		if err != nil {
			future.Complete(nil, err)
			return
		}
		gateway.target = found.(reference)
		greeted := s.open(limit, newError(Connection, "%s did not shake hands within %s", address, limit)) // HAND-13
		greeted.OnComplete(func(_ any, err error) {
			if err != nil {
				future.Complete(nil, err)
			} else {
				future.Complete(gateway, nil)
			}
		})
		gateway.target.send(&message{body: handshake{how.Version, kind.Name}, reply: completing(greeted)})
	})
	reply := completing(identified)
	s.resolve(address, hostAndPort, id, func(found reference, err *Error) { reply(found, err) })
	return future, nil
}

// resolve identifies here when the address is one of this service (HAND-18), and over the link otherwise.
func (s *Service) resolve(address, hostAndPort, id string, reply func(reference, *Error)) {
	switch {
	case hostAndPort == s.hostAndPort():
		s.identify(id, reply)
	case s.listener != nil && hostAndPort != "":
		s.linkTo(hostAndPort).identify(id, reply)
	default:
		reply(nil, newError(Connection, "%s cannot be reached from here", address))
	}
}

// identify asks every endpoint that the id or pattern names; the first that answers is the one (ADDR-17, ADDR-18). It
// fails when none is there (HAND-02, ADDR-19), or when all that were there are gone (ADDR-20).
func (s *Service) identify(id string, reply func(reference, *Error)) {
	found := s.find(id)
	nobody := newError(Connection, "nothing lives at %s", s.AddressOf(id))
	if len(found) == 0 {
		reply(nil, nobody)
		return
	}
	first := NewFuture()
	first.OnComplete(func(value any, err error) {
		if err != nil {
			reply(nil, nobody)
		} else {
			reply(value.(reference), nil)
		}
	})
	refusals := make(chan bool, len(found))
	for _, e := range found {
		e.deliver(&message{body: identify{}, reply: func(value any, err *Error) {
			if err == nil {
				first.Complete(value, nil)
				return
			}
			refusals <- true
			if len(refusals) == cap(refusals) {
				first.Complete(nil, err)
			}
		}})
	}
}
