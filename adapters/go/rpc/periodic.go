// The scheduled executor of a service (SERV-10). Its tasks run on goroutines of their own, on no main thread (MAIN-04).
package rpc

import (
	"sync"
	"time"
)

// Mode says from where the next run of a periodic task is counted.
type Mode int

// A task runs once, at a fixed rate (from begin to begin), or with a fixed delay (from end to begin).
const (
	Once Mode = iota
	FixedRate
	FixedDelay
)

// Periodic is the handle of a task of a service. Its future completes after the only run of a single task.
type Periodic struct {
	*Future
	service *Service
	mode    Mode
	period  time.Duration
	work    func() (any, error)

	lock  sync.Mutex
	timer *time.Timer
	due   time.Time
	ended bool
}

// Schedule runs work after a delay, and again after each period unless the mode is Once.
func (s *Service) Schedule(delay time.Duration, mode Mode, period time.Duration, work func() (any, error)) (*Periodic, error) {
	task := &Periodic{Future: NewFuture(), service: s, mode: mode, period: period, work: work, due: time.Now().Add(delay)}
	s.lock.Lock()
	if s.closed {
		s.lock.Unlock()
		return nil, newError(IllegalState, "the service is closed") // SERV-13
	}
	s.periodic[task] = true
	s.lock.Unlock()
	task.arm()
	return task, nil
}

func (p *Periodic) arm() {
	p.lock.Lock()
	defer p.lock.Unlock()
	if !p.ended {
		p.timer = time.AfterFunc(time.Until(p.due), p.run)
	}
}

func (p *Periodic) run() {
	p.lock.Lock()
	ended := p.ended
	p.lock.Unlock()
	if ended {
		return
	}
	value, err := guarded(p.work)
	switch {
	case err != nil:
		p.complete(nil, asFailure(err)) // SERV-12
	case p.mode == Once:
		p.complete(value, nil)
	case p.mode == FixedRate:
		p.due = p.due.Add(p.period)
		p.arm()
	default:
		p.due = time.Now().Add(p.period)
		p.arm()
	}
}

// Cancel prevents further runs, also while one is running (SERV-11).
func (p *Periodic) Cancel() { p.end(newError(TaskCancelled, "the task was cancelled")) }

func (p *Periodic) end(err *Error) { p.complete(nil, err) }

func (p *Periodic) complete(value any, err error) {
	p.lock.Lock()
	p.ended = true
	if p.timer != nil {
		p.timer.Stop()
	}
	p.lock.Unlock()
	p.service.lock.Lock()
	delete(p.service.periodic, p)
	p.service.lock.Unlock()
	p.Complete(value, err)
}
