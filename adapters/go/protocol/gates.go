// Gates: what a release opens, before or after somebody waits at it.
package protocol

import "sync"

type gate struct {
	lock     sync.Mutex
	how      string
	released chan struct{}
	then     []func(how string)
}

// workKey names a work, or the onStop of an endpoint.
func workKey(role string, number int) Key {
	if role == "stop" || role == "start" {
		return Key{role, number}
	}
	return Key{"work", number}
}

// releases gives the key of what the operation releases, if it releases something.
func (o *Operation) releases() (key Key, releases bool) {
	switch o.Type {
	case "release":
		return workKey("", o.Work), true
	case "release-stop":
		return workKey("stop", *o.Endpoint), true
	}
	return Key{}, false
}

func (s *Scenario) gate(key Key) *gate {
	s.lock.Lock()
	defer s.lock.Unlock()
	if s.gates[key] == nil {
		s.gates[key] = &gate{released: make(chan struct{})}
		if s.ended {
			go s.gates[key].release("value")
		}
	}
	return s.gates[key]
}

func (g *gate) release(how string) {
	g.lock.Lock()
	if g.how != "" {
		g.lock.Unlock()
		return
	}
	g.how = how
	then := g.then
	g.lock.Unlock()
	for _, callback := range then {
		callback(how)
	}
	close(g.released)
}

// hold blocks the main thread of an endpoint until the release.
func (s *Scenario) hold(key Key, endpoint int) {
	held := func(held bool) {
		s.lock.Lock()
		defer s.lock.Unlock()
		if held {
			s.held[endpoint] = true
		} else {
			delete(s.held, endpoint)
		}
	}
	gate := s.gate(key)
	held(true)
	gate.onRelease(func(string) { held(false) })
	<-gate.released
}

func (g *gate) onRelease(callback func(how string)) {
	g.lock.Lock()
	if g.how == "" {
		g.then = append(g.then, callback)
		g.lock.Unlock()
		return
	}
	g.lock.Unlock()
	callback(g.how)
}
