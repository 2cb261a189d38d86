// The main-thread executor of an endpoint, and handles of scheduled tasks.
package rpc

import (
	"sync"
	"sync/atomic"
	"time"
)

// longestTimer is the longest time that this package waits for: the largest limit and delay (TIME-05, SELF-08).
const longestTimer = 2147483647 * time.Millisecond

// Scheduled is the handle of a task.
type Scheduled struct {
	*Future
	begun atomic.Bool
	timer atomic.Pointer[time.Timer]
}

func newScheduled() *Scheduled { return &Scheduled{Future: NewFuture()} }

// Cancel prevents the execution of a task that has not begun, even if its timer fires, and completes its handle (MAIN-11).
// A task that has begun goes on, and nobody hears of its result. For a periodic one see periodic.go (SERV-11).
func (s *Scheduled) Cancel() {
	cancelled := newError(TaskCancelled, "the task was cancelled")
	s.drop(cancelled)
	s.Complete(nil, cancelled)
}

func (s *Scheduled) drop(err *Error) {
	if !s.begin() {
		return
	}
	if timer := s.timer.Load(); timer != nil {
		timer.Stop()
	}
	s.Complete(nil, err)
}

// begin claims the task: whoever comes first, its run or its cancellation.
func (s *Scheduled) begin() bool { return s.begun.CompareAndSwap(false, true) }

func (s *Scheduled) after(delay time.Duration, fire func()) {
	s.timer.Store(time.AfterFunc(delay, fire))
}

// Executor leads to the main thread. It is bound to the token of the moment at which it was obtained (FENCE-17).
type Executor struct {
	endpoint *Endpoint
	fenced   bool
	token    *Token
	unfenced bool
}

// Executor obtains the main-thread executor; the unfenced variant is processed whatever the token (FENCE-19).
func (e *Endpoint) Executor(unfenced bool) *Executor {
	m := e.toSelf(nil, unfenced)
	return &Executor{endpoint: e, fenced: m.fenced, token: m.token, unfenced: unfenced}
}

// Execute behaves as run-async (MAIN-06).
func (x *Executor) Execute(work func()) { x.send(run{work: work}) }

func (x *Executor) send(body run) {
	x.endpoint.deliver(&message{body: body, fenced: x.fenced, token: x.token, unfenced: x.unfenced})
}

// Schedule sends work as run-async when it is due (MAIN-07); no delay, or a negative one, is due at once (MAIN-08).
func (x *Executor) Schedule(delay time.Duration, work func() (any, error)) *Scheduled {
	task := newScheduled()
	body := run{
		work: func() {
			if !task.begin() {
				return
			}
			value, err := guarded(work)
			flatten(value, err, func(value any, err error) { task.Complete(value, err) }) // MAIN-10
		},
		dropped: func(err *Error) {
			if err.Code != FencingToken { // MAIN-15
				err = newError(TaskCancelled, "the task was dropped").causedBy(err)
			}
			task.drop(err)
		},
	}
	x.endpoint.timers.arm(task, delay, func() { x.send(body) })
	return task
}

// ScheduleAtFixedRate is not offered (MAIN-16).
func (x *Executor) ScheduleAtFixedRate(time.Duration, func()) error { return x.notPeriodic() }

// ScheduleWithFixedDelay is not offered (MAIN-16).
func (x *Executor) ScheduleWithFixedDelay(time.Duration, func()) error { return x.notPeriodic() }

func (x *Executor) notPeriodic() error {
	return newError(UnsupportedOperation, "the main-thread executor has no periodic tasks")
}

// timers is the timer of the executor: it is shut down before onStop, and what is not due by then never runs (MAIN-12).
type timers struct {
	lock   sync.Mutex
	armed  map[*Scheduled]bool
	closed bool
}

func (t *timers) arm(task *Scheduled, delay time.Duration, fire func()) {
	t.lock.Lock()
	if t.closed {
		t.lock.Unlock()
		task.drop(newError(TaskCancelled, "the executor schedules nothing any more")) // MAIN-13
		return
	}
	if delay <= 0 {
		t.lock.Unlock()
		fire()
		return
	}
	if t.armed == nil {
		t.armed = map[*Scheduled]bool{}
	}
	t.armed[task] = true
	t.lock.Unlock()
	task.after(delay, func() {
		t.lock.Lock()
		due := t.armed[task]
		delete(t.armed, task)
		t.lock.Unlock()
		if due {
			fire()
		}
	})
}

func (t *timers) close() {
	t.lock.Lock()
	armed := t.armed
	t.armed, t.closed = nil, true
	t.lock.Unlock()
	for task := range armed {
		task.drop(newError(TaskCancelled, "the task was not due when its endpoint ended"))
	}
}
