// Endpoints: what their owner holds. How messages are handled stands in actor.go and accept.go.
package rpc

import (
	"sync"
	"sync/atomic"
	"time"
)

// Fencing says how an endpoint is fenced.
type Fencing int

// The kinds of endpoints.
const (
	Plain Fencing = iota
	Fenced
	PermanentlyFenced
)

// Handler is the body of a method. It runs on the main thread and may return a *Future.
type Handler func(arguments []any) (any, error)

// Hook runs on the main thread when the endpoint starts or stops.
type Hook func(*Endpoint) (*Future, error)

// Configuration describes an endpoint.
type Configuration struct {
	// ID within the service; nil gets a random one (ADDR-10).
	ID *string
	// Gateways that the endpoint serves, and its handlers by the signature of their methods.
	Gateways []*GatewayType
	Handlers map[string]Handler
	Fencing  Fencing
	Token    *Token
	// OnStart is synchronous and returns no future: one that does fails the start (START-09). nil does nothing.
	OnStart Hook
	// OnStop returns the future that lets the endpoint end. nil ends it at once.
	OnStop Hook
	// Construct runs after the registration, like the rest of a constructor; if it fails, there is no endpoint.
	Construct func(*Endpoint) error
}

type state int

const (
	stopped state = iota
	started
	terminating
)

// Endpoint is one incarnation: a mailbox and the goroutine that handles it, which is the main thread.
type Endpoint struct {
	service     *Service
	id          string
	incarnation uint64
	config      Configuration
	box         *mailbox
	termination *Future
	main        atomic.Uint64
	token       atomic.Pointer[Token]
	resources   resources
	timers      timers
	closeOnce   sync.Once

	// Touched by the main thread alone.
	state   state
	running bool

	// Guarded by the lock of the service.
	closed, gone bool
}

// ID is the id within the service.
func (e *Endpoint) ID() string { return e.id }

// Service is the owner.
func (e *Endpoint) Service() *Service { return e.service }

// Address is the same for every incarnation of the id (ADDR-07).
func (e *Endpoint) Address() string { return e.service.AddressOf(e.id) }

// HostName of an endpoint is always localhost (ADDR-08).
func (e *Endpoint) HostName() string { return "localhost" }

// Start sends START (LIFE-02); nothing tells what becomes of it (LIFE-14).
func (e *Endpoint) Start() { e.deliver(&message{body: start}) }

// Stop sends STOP, which pauses the endpoint (LIFE-04).
func (e *Endpoint) Stop() { e.deliver(&message{body: stop}) }

// Close sends TERMINATE once and returns the termination future without blocking (TERM-01, TERM-08).
func (e *Endpoint) Close() *Future {
	e.service.unlistWhenGone(e)
	return e.terminate()
}

func (e *Endpoint) terminate() *Future {
	e.closeOnce.Do(func() { e.deliver(&message{body: terminate}) })
	return e.termination
}

// Termination completes when the endpoint is gone (TERM-04).
func (e *Endpoint) Termination() *Future { return e.termination }

// Greet sends a handshake from within and completes when it was handled, as in every live state (MSG-05).
func (e *Endpoint) Greet() *Future {
	future := NewFuture()
	e.deliver(&message{body: handshake{ProtocolVersion, Root.Name}, reply: completing(future)})
	return future
}

// CheckMainThread refuses everybody but the main thread (MAIN-02).
func (e *Endpoint) CheckMainThread() error {
	if goroutineNumber() != e.main.Load() {
		return newError(NotMainThread, "this may be done on the main thread of %s only", e.Address())
	}
	return nil
}

// IsRunning reads the running flag, on the main thread only (LIFE-16, LIFE-17).
func (e *Endpoint) IsRunning() (bool, error) {
	if err := e.CheckMainThread(); err != nil {
		return false, err
	}
	return e.running, nil
}

// Token is the fencing token, or nil.
func (e *Endpoint) Token() (*Token, error) {
	if e.config.Fencing == Plain {
		return nil, newError(UnsupportedOperation, "%s is not fenced", e.Address())
	}
	return e.token.Load(), nil
}

// SetToken replaces the token of a fenced endpoint on its main thread (FENCE-15).
func (e *Endpoint) SetToken(token *Token) error {
	if e.config.Fencing != Fenced {
		return newError(UnsupportedOperation, "the token of %s cannot be replaced", e.Address()) // FENCE-13
	}
	if err := e.CheckMainThread(); err != nil {
		return err
	}
	e.token.Store(token)
	return nil
}

// SelfGateway is the server of the endpoint, as a gateway type that it serves (CALL-23).
func (e *Endpoint) SelfGateway(gateway *GatewayType) (*Gateway, error) {
	if !e.serves(gateway.Name) {
		return nil, newError(WrongGateway, "%s does not serve the gateway %s", e.Address(), gateway.Name)
	}
	token := e.token.Load // FENCE-09: the token at the moment of sending
	return &Gateway{service: e.service, target: local{e}, kind: gateway, fenced: e.config.Fencing != Plain, token: token}, nil
}

func (e *Endpoint) serves(name string) bool {
	for _, gateway := range e.config.Gateways {
		if gateway.serves(name) {
			return true
		}
	}
	return false
}

// Delivery says how work on the own endpoint is sent; the zero value is at once and with the token of the moment.
type Delivery struct {
	Delay time.Duration
	// Unfenced work is processed whatever the token (FENCE-19).
	Unfenced bool
}

// RunAsync runs work on the main thread, after a delay if there is one (SELF-03, SELF-04).
func (e *Endpoint) RunAsync(work func(), how Delivery) error {
	if work == nil {
		return newError(NullArgument, "there is no runnable") // SELF-02
	}
	if how.Delay < 0 || how.Delay > longestTimer {
		return newError(IllegalArgument, "the delay %s is not between none and %s", how.Delay, longestTimer) // SELF-02, SELF-08
	}
	delay := how.Delay.Truncate(time.Millisecond) // SELF-06
	e.deliver(e.toSelf(run{work: work, due: time.Now().Add(delay)}, how.Unfenced))
	return nil
}

// CallAsync runs work on the main thread and tells its result, within a limit: that of the service if nil (SELF-12).
func (e *Endpoint) CallAsync(work func() (any, error), limit *time.Duration, how Delivery) (*Future, error) {
	if work == nil {
		return nil, newError(NullArgument, "there is no callable")
	}
	return e.service.ask("call-async at "+e.Address(), limit, false, func(reply func(any, *Error)) func() {
		m := e.toSelf(callable{work}, how.Unfenced)
		m.reply = reply
		return local{e}.send(m)
	})
}

// toSelf wraps what the endpoint sends to itself: with the token of this moment if it is fenced (FENCE-09).
func (e *Endpoint) toSelf(body any, unfenced bool) *message {
	m := &message{body: body, unfenced: unfenced}
	if e.config.Fencing != Plain && !unfenced {
		m.fenced, m.token = true, e.token.Load()
	}
	return m
}

// deliver enqueues a message, or refuses it when the endpoint is gone (DEAD-01, DEAD-04, LIFE-12).
func (e *Endpoint) deliver(m *message) {
	if !e.box.put(m) {
		e.refuse(m, e.unreachable())
	}
}

func (e *Endpoint) unreachable() *Error {
	return newError(RecipientUnreachable, "the endpoint at %s is gone", e.Address())
}
