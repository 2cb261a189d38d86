// The other end of a link: requests of other services reach the endpoints of this one.
package rpc

import "encoding/json"

func (s *Service) listen() {
	for {
		network, err := s.listener.Accept()
		if err != nil {
			return
		}
		w := newWire(network)
		s.lock.Lock()
		if s.closed {
			s.lock.Unlock()
			w.close()
			return
		}
		s.served[w] = true
		s.lock.Unlock()
		go w.write()
		go func() {
			peer := ""
			w.read(func(f *frame) {
				if f.Kind == "hello" {
					peer = f.Endpoint
				} else {
					s.serve(f, w, peer)
				}
			})
			s.lock.Lock()
			delete(s.served, w)
			s.lock.Unlock()
		}()
	}
}

func (s *Service) serve(f *frame, w *wire, peer string) {
	answer := func(given frame) {
		given.Kind, given.ID = "answer", f.ID
		encoded, err := json.Marshal(&given)
		if err != nil {
			panic("an answer of encoded parts can be encoded: " + err.Error())
		}
		if !s.loses(peer) {
			w.send(encoded, s.delayTo(peer))
		}
	}
	if f.Kind == "identify" {
		s.identify(f.Endpoint, func(found reference, err *Error) {
			if err != nil {
				answer(frame{Error: err})
				return
			}
			e := found.(local).endpoint
			answer(frame{Incarnation: e.incarnation, Endpoint: e.Address()})
		})
		return
	}
	m := &message{fenced: f.Fenced, token: f.Token}
	if f.ID != 0 {
		m.reply = func(value any, err *Error) { s.answerRemote(f, value, err, answer) }
	}
	e := s.incarnation(f.Incarnation)
	if e == nil {
		m.answer(nil, newError(RecipientUnreachable, "the endpoint is gone"))
		return
	}
	switch f.Kind {
	case "handshake":
		m.body = handshake{f.Version, f.Gateway}
	case "invoke":
		m.body = invocation{signature: f.Signature, encoded: f.Arguments}
	default:
		m.body = unknown{f.Kind}
	}
	e.deliver(m)
}

func (s *Service) answerRemote(f *frame, value any, err *Error, answer func(frame)) {
	if err != nil {
		answer(frame{Error: err})
		return
	}
	encoded, err := encodeResult(f.Signature, value, s.options.FrameBytes)
	answer(frame{Value: encoded, Error: err})
}
