// Futures: a result that arrives once.
package rpc

import "sync"

// Future completes exactly once, with a value or an error (CALL-25).
type Future struct {
	lock      sync.Mutex
	completed bool
	done      chan struct{}
	value     any
	err       error
	callbacks []func(value any, err error)
}

// NewFuture returns an open future.
func NewFuture() *Future { return &Future{done: make(chan struct{})} }

// Completed returns a future that came out already.
func Completed(value any, err error) *Future {
	future := NewFuture()
	future.Complete(value, err)
	return future
}

// Complete settles the future and runs its callbacks on the calling goroutine, holding no lock (MAIN-03, TERM-07). It
// reports whether the future was still open; if not, nothing happens (CALL-21).
func (f *Future) Complete(value any, err error) bool {
	f.lock.Lock()
	if f.completed {
		f.lock.Unlock()
		return false
	}
	f.completed, f.value, f.err = true, value, err
	callbacks := f.callbacks
	f.callbacks = nil
	f.lock.Unlock()
	for _, callback := range callbacks {
		callback(value, err)
	}
	close(f.done)
	return true
}

// OnComplete calls back when the future completes: at once if it has.
func (f *Future) OnComplete(callback func(value any, err error)) {
	f.lock.Lock()
	if !f.completed {
		f.callbacks = append(f.callbacks, callback)
		f.lock.Unlock()
		return
	}
	f.lock.Unlock()
	callback(f.value, f.err)
}

// Done is closed when the future has completed and the callbacks that it had then have run.
func (f *Future) Done() <-chan struct{} { return f.done }

// Result is what the future completed with: nothing while it is open.
func (f *Future) Result() (any, error) {
	f.lock.Lock()
	defer f.lock.Unlock()
	return f.value, f.err
}

// Await blocks until then.
func (f *Future) Await() (any, error) {
	<-f.done
	return f.value, f.err
}

// flatten completes with a result: with what a future among results completes with, or with null for a null future
// (CALL-17).
func flatten(value any, err error, complete func(value any, err error)) {
	future, ok := value.(*Future)
	switch {
	case err != nil:
		complete(nil, asFailure(err))
	case !ok:
		complete(value, nil)
	case future == nil:
		complete(nil, nil)
	default:
		future.OnComplete(func(value any, err error) { flatten(value, err, complete) })
	}
}
