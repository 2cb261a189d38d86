// How a service ends: by being closed, or because one of its endpoints failed.
package rpc

import (
	"maps"
	"slices"
	"time"
)

// Close terminates every endpoint that is still listed, waits for them, shuts down and then completes (SERV-03). A
// limit, if not nil, is how long it waits.
func (s *Service) Close(limit *time.Duration) *Future {
	s.lock.Lock()
	if s.closing != nil {
		defer s.lock.Unlock()
		return s.closing // SERV-08
	}
	s.closing = NewFuture()
	listed := append([]*Endpoint(nil), s.listed...)
	var counted []*Endpoint // what was closed by itself is waited for (TERM-12), but its failure is not the service's
	for _, e := range listed {
		if !e.closed {
			counted = append(counted, e)
		}
	}
	s.lock.Unlock()
	for _, e := range listed {
		e.terminate()
	}
	if limit != nil {
		timer := time.AfterFunc(*limit, func() { s.giveUp(listed) })
		s.closing.OnComplete(func(any, error) { timer.Stop() })
	}
	go func() {
		failure := awaitAll(counted)
		_ = awaitAll(listed)
		s.lock.Lock()
		if s.failure != nil {
			failure = s.failure // SUPER-09
		}
		if s.expired != nil {
			failure = s.expired
		}
		s.lock.Unlock()
		s.shutDown(s.callerClosed(), failure)
	}()
	return s.closing
}

// awaitAll waits for every endpoint and gives the failure of the first one that failed (SERV-05, START-06).
func awaitAll(endpoints []*Endpoint) error {
	failures := make(chan error, len(endpoints))
	for _, e := range endpoints {
		e.termination.OnComplete(func(_ any, err error) { failures <- err })
	}
	var first error
	for range endpoints {
		if err := <-failures; err != nil && first == nil {
			first = err
		}
	}
	return first
}

// giveUp fails everything that is still open when the limit of a close has passed (SERV-14).
func (s *Service) giveUp(listed []*Endpoint) {
	expired := newError(CloseTimeout, "the service did not close within its limit")
	s.lock.Lock()
	if s.closed {
		s.lock.Unlock()
		return
	}
	s.expired = expired
	open := slices.Collect(maps.Keys(s.asks))
	s.lock.Unlock()
	for _, ask := range open {
		ask.Complete(nil, expired) // before the queues of the endpoints are refused
	}
	for _, e := range listed {
		e.box.end(expired)
		e.release(expired)
	}
	s.shutDown(expired, expired)
}

// shutDown fails the asks that are open, drops the links and completes the future of the close. Once is enough.
func (s *Service) shutDown(asks *Error, verdict error) {
	s.lock.Lock()
	first := !s.closed
	s.closed = true
	closing := s.closing
	tasks := newError(TaskCancelled, "the service was closed")
	if s.expired != nil {
		tasks = s.expired // SERV-14: whatever is still open
	}
	open, periodic, links, served := s.asks, s.periodic, s.links, s.served
	s.asks, s.periodic, s.links, s.served = map[*Future]bool{}, nil, map[string]*link{}, nil
	s.lock.Unlock()
	if first {
		for ask := range open {
			ask.Complete(nil, asks) // DEAD-06
		}
		for task := range periodic {
			task.end(tasks)
		}
		if s.listener != nil {
			_ = s.listener.Close()
		}
		for _, link := range links {
			link.wire.close()
		}
		for wire := range served {
			wire.close()
		}
		close(s.down)
	}
	if closing != nil {
		<-s.down
		closing.Complete(nil, verdict)
	}
}

// supervise terminates every endpoint of the service because one failed; none is started again (SUPER-02). No onStop is
// called (SUPER-05), and none of them starts another message (SUPER-06).
func (s *Service) supervise(failed *Endpoint, cause *Error) {
	failure := newError(EndpointFailed, "%s failed", failed.Address()).causedBy(cause) // SUPER-03
	s.lock.Lock()
	if s.failure == nil {
		s.failure = failure
	}
	var all []*Endpoint
	for _, e := range s.names {
		all = append(all, e)
	}
	s.lock.Unlock()
	failed.box.end(failure)
	for _, e := range all {
		e.box.end(newError(SiblingFailed, "%s went down because %s failed", e.Address(), failed.Address())) // SUPER-04
	}
	go func() {
		_ = awaitAll(all) // SUPER-08
		s.shutDown(s.callerClosed(), failure)
	}()
}

// Fail makes the message handling of an endpoint fail, as an error of the framework would: for tests.
func (e *Endpoint) Fail() { e.deliver(&message{body: fault{}}) }
