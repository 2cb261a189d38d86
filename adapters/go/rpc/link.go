// The link from a service to another: requests go out, answers come back.
package rpc

import (
	"encoding/json"
	"maps"
	"net"
	"slices"
	"sync"
	"time"
)

// dialLimit is how long a host may take to accept a connection (HAND-05).
const dialLimit = time.Second

type link struct {
	service     *Service
	hostAndPort string
	wire        *wire

	lock    sync.Mutex
	next    uint64
	waiting map[uint64]func(*frame)
	broken  bool
}

// linkTo gives the link to another service; the first use dials.
func (s *Service) linkTo(hostAndPort string) *link {
	s.lock.Lock()
	defer s.lock.Unlock()
	if existing := s.links[hostAndPort]; existing != nil {
		return existing
	}
	l := &link{service: s, hostAndPort: hostAndPort, wire: newWire(nil), waiting: map[uint64]func(*frame){}}
	if s.closed {
		l.broken = true
		return l
	}
	s.links[hostAndPort] = l
	l.write(&frame{Kind: "hello", Endpoint: s.hostAndPort()}, 0) // whose answers these will be
	go l.live()
	return l
}

func (l *link) live() {
	network, err := net.DialTimeout("tcp", l.hostAndPort, dialLimit)
	if err == nil && l.wire.attach(network) {
		go l.wire.write()
		l.wire.read(l.answered)
	}
	l.lost()
}

// request sends a frame; answered gets the answer, or nil when the link is lost before (DEAD-03).
func (l *link) request(f *frame, answered func(*frame)) (forget func()) {
	l.lock.Lock()
	if l.broken {
		l.lock.Unlock()
		answered(nil)
		return func() {}
	}
	l.next++
	f.ID = l.next
	l.waiting[f.ID] = answered
	l.lock.Unlock()
	l.tell(f)
	return func() {
		l.lock.Lock()
		defer l.lock.Unlock()
		delete(l.waiting, f.ID)
	}
}

// tell sends a frame, if no fault was injected. One that is larger than the frame size is dropped, and the link stays up (SIZE-04).
func (l *link) tell(f *frame) {
	if !l.service.loses(l.hostAndPort) {
		l.write(f, l.service.delayTo(l.hostAndPort))
	}
}

func (l *link) write(f *frame, delay time.Duration) {
	encoded, err := json.Marshal(f)
	if err != nil {
		panic("a frame of encoded parts can be encoded: " + err.Error())
	}
	if f.Kind == "undecodable" {
		encoded = garbled(f)
	}
	if f.Kind == "invoke" && len(encoded) > l.service.options.FrameBytes {
		return
	}
	l.wire.send(encoded, delay)
}

func (l *link) answered(f *frame) {
	l.lock.Lock()
	answered := l.waiting[f.ID]
	delete(l.waiting, f.ID)
	l.lock.Unlock()
	if answered != nil {
		answered(f)
	}
}

func (l *link) lost() {
	l.service.lock.Lock()
	if l.service.links[l.hostAndPort] == l {
		delete(l.service.links, l.hostAndPort)
	}
	l.service.lock.Unlock()
	l.lock.Lock()
	waiting := l.waiting
	l.waiting, l.broken = nil, true
	l.lock.Unlock()
	for _, id := range slices.Sorted(maps.Keys(waiting)) {
		waiting[id](nil)
	}
}

// identify asks which incarnation lives under an id or pattern.
func (l *link) identify(id string, reply func(reference, *Error)) {
	l.request(&frame{Kind: "identify", Endpoint: id}, func(answer *frame) {
		switch {
		case answer == nil && l.service.isClosed():
			reply(nil, l.service.callerClosed())
		case answer == nil:
			reply(nil, newError(Connection, "no service answers at %s", l.hostAndPort))
		case answer.Error != nil:
			reply(nil, answer.Error)
		default:
			reply(remoteReference{l.service, l.hostAndPort, answer.Incarnation, answer.Endpoint}, nil)
		}
	})
}

// remoteReference is an incarnation at another service.
type remoteReference struct {
	service     *Service
	hostAndPort string
	incarnation uint64
	at          string
}

func (r remoteReference) address() string { return r.at }
func (r remoteReference) remote() bool    { return true }
func (r remoteReference) hostName() string {
	host, _, _ := net.SplitHostPort(r.hostAndPort)
	return host
}

// gone tells why no answer will come: there is no link any more, because either service has ended.
func (r remoteReference) gone(what any) *Error {
	if r.service.isClosed() {
		return r.service.callerClosed()
	}
	if _, connecting := what.(handshake); connecting {
		return newError(Connection, "the link to %s was lost before it shook hands", r.at) // HAND-14
	}
	return newError(RecipientUnreachable, "the service of %s is gone", r.at) // DEAD-03
}

func (r remoteReference) send(m *message) func() {
	f := &frame{Incarnation: r.incarnation, Fenced: m.fenced, Token: m.token}
	switch body := m.body.(type) {
	case handshake:
		f.Kind, f.Version, f.Gateway = "handshake", body.version, body.gateway
	case invocation:
		f.Kind, f.Signature, f.Arguments = "invoke", body.signature, body.encoded
	case unknown:
		f.Kind = "unknown"
	case undecodable:
		f.Kind = "undecodable"
	}
	l := r.service.linkTo(r.hostAndPort)
	if m.reply == nil {
		l.tell(f)
		return func() {}
	}
	return l.request(f, func(answer *frame) {
		switch {
		case answer == nil:
			m.reply(nil, r.gone(m.body))
		case answer.Error != nil:
			m.reply(nil, answer.Error)
		default:
			m.reply(answer.Value, nil)
		}
	})
}
