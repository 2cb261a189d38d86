// Services: owners of endpoints, asks and links. Supervision and closing stand in closing.go.
package rpc

import (
	"fmt"
	"net"
	"strconv"
	"sync"
	"time"
)

// The defaults of a service (TIME-01, SIZE-14).
const (
	DefaultAskTimeout = 10 * time.Second
	DefaultFrameBytes = 10485760
)

// Options of a service; zero values are the defaults.
type Options struct {
	AskTimeout time.Duration
	FrameBytes int
	// ForceSerialization serializes calls within the service too (SIZE-11).
	ForceSerialization bool
	// Remote services listen on a port of the loopback interface and reach each other.
	Remote bool
}

// Service owns endpoints; it is the unit of failure.
type Service struct {
	options  Options
	listener net.Listener

	lock         sync.Mutex
	names        map[string]*Endpoint
	incarnations map[uint64]*Endpoint
	listed       []*Endpoint
	next         uint64
	failure      *Error
	closing      *Future
	expired      *Error // the limit of the close has passed
	closed       bool
	asks         map[*Future]bool
	periodic     map[*Periodic]bool
	links        map[string]*link
	served       map[*wire]bool
	faults       map[string]faults
	down         chan struct{}
}

// NewService opens a service.
func NewService(options Options) (*Service, error) {
	if options.AskTimeout == 0 {
		options.AskTimeout = DefaultAskTimeout
	}
	if options.FrameBytes == 0 {
		options.FrameBytes = DefaultFrameBytes
	}
	if err := CheckFrameBytes(float64(options.FrameBytes)); err != nil {
		return nil, err
	}
	s := &Service{options: options, names: map[string]*Endpoint{}, incarnations: map[uint64]*Endpoint{},
		asks: map[*Future]bool{}, periodic: map[*Periodic]bool{}, links: map[string]*link{},
		served: map[*wire]bool{}, faults: map[string]faults{}, down: make(chan struct{})}
	if options.Remote {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, fmt.Errorf("a remote service needs a port of the loopback interface: %w", err)
		}
		s.listener = listener
		go s.listen()
	}
	return s, nil
}

// Address is the external host, or empty without a transport (ADDR-09).
func (s *Service) Address() string {
	host, _, _ := net.SplitHostPort(s.hostAndPort())
	return host
}

// HostName is the external host, or localhost without a transport (ADDR-09).
func (s *Service) HostName() string {
	if s.listener == nil {
		return "localhost"
	}
	return s.Address()
}

// Port is the external port, or -1 without a transport (ADDR-09).
func (s *Service) Port() int {
	if s.listener == nil {
		return -1
	}
	return s.listener.Addr().(*net.TCPAddr).Port
}

// AskTimeout is the limit of asks that have none of their own (TIME-01).
func (s *Service) AskTimeout() time.Duration { return s.options.AskTimeout }

// FrameBytes is the largest size of a message to another service (SIZE-14).
func (s *Service) FrameBytes() int { return s.options.FrameBytes }

// AddressOf is the address that an endpoint of this id has (ADDR-01, ADDR-02).
func (s *Service) AddressOf(id string) string {
	if s.listener == nil {
		return localAddress(id)
	}
	return remoteScheme + "://" + system + "@" + s.hostAndPort() + root + "/" + id
}

func (s *Service) hostAndPort() string {
	if s.listener == nil {
		return ""
	}
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(s.Port()))
}

// NewEndpoint constructs an endpoint and registers it: stopped, but addressable (LIFE-01, SERV-01).
func (s *Service) NewEndpoint(config Configuration) (*Endpoint, error) {
	id := randomID()
	if config.ID != nil {
		id = *config.ID
	}
	if err := checkID(id); err != nil {
		return nil, err
	}
	if config.Fencing == PermanentlyFenced && config.Token == nil {
		return nil, newError(NullArgument, "the token of %s is null", s.AddressOf(id)) // FENCE-14
	}
	e := &Endpoint{service: s, id: id, config: config, box: newMailbox(), termination: NewFuture()}
	e.token.Store(config.Token)
	if err := e.checkHandlers(); err != nil {
		return nil, err
	}
	if err := s.register(e); err != nil {
		return nil, err
	}
	go e.live() // LIFE-18: it answers handshakes from now on
	if config.Construct == nil {
		return e, nil
	}
	if _, err := guarded(func() (any, error) { return nil, config.Construct(e) }); err != nil {
		s.unlistWhenGone(e)
		e.release(err) // LIFE-19: the id is free at once
		return nil, asCause(err)
	}
	return e, nil
}

func (e *Endpoint) checkHandlers() error {
	for _, gateway := range e.config.Gateways {
		for current := gateway; current != nil; current = current.Extends {
			for _, method := range current.Methods {
				if e.config.Handlers[method.Signature()] == nil {
					return newError(MissingMethod, "%s lacks the method %s of its gateway %s", e.id, method.Signature(), gateway.Name)
				}
			}
		}
	}
	return nil
}

func (s *Service) register(e *Endpoint) error {
	s.lock.Lock()
	defer s.lock.Unlock()
	if s.closing != nil {
		return newError(IllegalState, "the service is closed or closing") // SERV-02
	}
	if s.failure != nil {
		return newError(ServiceFailed, "the service went down").causedBy(s.failure) // SUPER-09
	}
	if s.names[e.id] != nil {
		return newError(EndpointIDInUse, "the service has an endpoint %s", e.id) // ADDR-12
	}
	s.next++
	e.incarnation = s.next
	s.names[e.id] = e
	s.incarnations[e.incarnation] = e
	s.listed = append(s.listed, e)
	return nil
}

// remove makes the id free (START-07, TERM-06). The endpoint stays listed until somebody has closed it (START-06).
func (s *Service) remove(e *Endpoint) {
	s.lock.Lock()
	defer s.lock.Unlock()
	if s.incarnations[e.incarnation] == nil {
		return
	}
	delete(s.names, e.id)
	delete(s.incarnations, e.incarnation)
	e.gone = true
	s.unlistIfDone(e)
}

func (s *Service) unlistWhenGone(e *Endpoint) {
	s.lock.Lock()
	defer s.lock.Unlock()
	e.closed = true
	s.unlistIfDone(e)
}

func (s *Service) unlistIfDone(e *Endpoint) {
	if !e.gone || !e.closed {
		return
	}
	for i, listed := range s.listed {
		if listed == e {
			s.listed = append(s.listed[:i:i], s.listed[i+1:]...)
			return
		}
	}
}

// StopServer closes an endpoint of this service and does nothing to one of another (TERM-11).
func (s *Service) StopServer(e *Endpoint) {
	if e.service == s {
		e.Close()
	}
}

// find gives the live endpoints that an id, which may be a pattern, names (ADDR-14).
func (s *Service) find(pattern string) []*Endpoint {
	s.lock.Lock()
	defer s.lock.Unlock()
	var found []*Endpoint
	for id, e := range s.names {
		if matches(pattern, id) {
			found = append(found, e)
		}
	}
	return found
}

func (s *Service) incarnation(number uint64) *Endpoint {
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.incarnations[number]
}
