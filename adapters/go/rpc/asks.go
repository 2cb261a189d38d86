// Asks: calls with an answer, and their limits.
package rpc

import (
	"fmt"
	"time"
)

// open registers a future that expires with an error, or fails when the service is closed (DEAD-06).
func (s *Service) open(limit time.Duration, expired *Error) *Future {
	future := NewFuture()
	s.lock.Lock()
	if s.closed {
		defer s.lock.Unlock()
		return Completed(nil, s.whyClosed())
	}
	s.asks[future] = true
	s.lock.Unlock()
	timer := time.AfterFunc(limit, func() { future.Complete(nil, expired) }) // TIME-09
	future.OnComplete(func(any, error) {
		timer.Stop()
		s.lock.Lock()
		delete(s.asks, future)
		s.lock.Unlock()
	})
	return future
}

// callerClosed is what asks and connects fail with that are open when their own service ends.
func (s *Service) callerClosed() *Error {
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.whyClosed()
}

// whyClosed is callerClosed for whoever holds the lock.
func (s *Service) whyClosed() *Error {
	switch {
	case s.expired != nil:
		return s.expired // SERV-14
	case s.failure != nil:
		return newError(RecipientUnreachable, "the service went down") // SUPER-07
	default:
		return newError(IllegalState, "the service of the caller was closed") // DEAD-06
	}
}

// isClosed tells whether the service has closed.
func (s *Service) isClosed() bool {
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.closed
}

// ask opens a future, sends with it, and returns it without waiting (CALL-02). The limit is that of the service if nil.
func (s *Service) ask(what string, limit *time.Duration, remote bool, send func(reply func(any, *Error)) (forget func())) (*Future, error) {
	if limit == nil {
		limit = &s.options.AskTimeout // TIME-01
	}
	if *limit > longestTimer {
		return nil, newError(IllegalArgument, "the limit %s is longer than %s", *limit, longestTimer) // TIME-05
	}
	if *limit < time.Millisecond {
		return Completed(nil, newError(IllegalArgument, "the limit %s is below a millisecond", *limit)), nil // TIME-04
	}
	if s.isClosed() && !remote {
		return Completed(nil, newError(RecipientUnreachable, "%s: the service has closed", what)), nil // SERV-09
	}
	future := s.open(*limit, newError(AskTimeout, "%s did not answer within %s", what, *limit)) // TIME-06
	forget := send(completing(future))
	future.OnComplete(func(any, error) { forget() }) // CALL-21: nobody waits for a late answer
	return future, nil
}

func completing(future *Future) func(any, *Error) {
	return func(value any, err *Error) {
		if err != nil {
			future.Complete(nil, err)
		} else {
			future.Complete(value, nil)
		}
	}
}

// Gateway is what a caller holds: bound to one incarnation (HAND-15), with the methods of its type and nothing else
// (HAND-16).
type Gateway struct {
	service *Service
	target  reference
	kind    *GatewayType
	fenced  bool
	token   func() *Token
}

// reference is one incarnation, here or at another service.
type reference interface {
	address() string
	hostName() string
	remote() bool
	// send gives what forgets the answer that somebody waits for.
	send(m *message) (forget func())
}

type local struct{ endpoint *Endpoint }

func (l local) address() string  { return l.endpoint.Address() }
func (l local) hostName() string { return l.endpoint.HostName() }
func (l local) remote() bool     { return false }
func (l local) send(m *message) func() {
	l.endpoint.deliver(m)
	return func() {}
}

// Address of the endpoint, without a message (CALL-10, ADDR-06).
func (g *Gateway) Address() string { return g.target.address() }

// HostName of the service of the endpoint, localhost if it is the caller's own (ADDR-08).
func (g *Gateway) HostName() string { return g.target.hostName() }

// Token that the gateway puts into its messages (FENCE-10, FENCE-11).
func (g *Gateway) Token() (*Token, error) {
	if !g.fenced {
		return nil, newError(UnsupportedOperation, "the gateway to %s was connected without a token", g.Address())
	}
	return g.token(), nil
}

// RunAsync is refused: work is sent by an endpoint to itself, within its service (SELF-01, HAND-16).
func (g *Gateway) RunAsync(func()) error {
	if g.target.remote() {
		return newError(NotLocal, "%s is an endpoint of another service", g.Address())
	}
	return newError(UnsupportedOperation, "a gateway offers only the methods of its type")
}

// Call calls a method, by its name or, if overloaded, by its signature. The future of a one-way method is nil: nobody
// learns what becomes of it (CALL-01). An error is raised by the call itself.
func (g *Gateway) Call(name string, arguments ...any) (*Future, error) {
	method := g.kind.Method(name)
	if method == nil {
		return nil, newError(UnsupportedOperation, "the gateway %s has no method %s", g.kind.Name, name)
	}
	limit, err := method.limitAmong(arguments)
	if err != nil {
		return nil, err
	}
	if err := method.fits(arguments); err != nil {
		return nil, err
	}
	forced := !g.target.remote() && g.service.options.ForceSerialization && !method.Local // SIZE-11, SIZE-12
	called := invocation{signature: method.Signature(), arguments: arguments}
	if g.target.remote() || forced {
		encoded, err := encodeArguments(method, arguments)
		if err != nil {
			return nil, err // SIZE-02
		}
		if g.target.remote() {
			called.encoded = encoded
		}
	}
	m := &message{body: called}
	return g.send(m, method, limit, forced)
}

func (g *Gateway) send(m *message, method *Method, limit *time.Duration, forced bool) (*Future, error) {
	if g.fenced {
		m.fenced, m.token = true, g.token()
	}
	if method.OneWay {
		g.target.send(m)
		return nil, nil
	}
	remote := g.target.remote()
	if remote && g.service.isClosed() {
		return nil, g.service.callerClosed()
	}
	what := fmt.Sprintf("%s at %s", method.Signature(), g.Address())
	return g.service.ask(what, limit, remote, func(reply func(any, *Error)) func() {
		m.reply = reply
		if forced || remote {
			m.reply = decodingReply(method, g.service.options.FrameBytes, reply)
		}
		return g.target.send(m)
	})
}
