// Resources of an endpoint, closed directly before onStop (STOP-07).
package rpc

import (
	"io"
	"sync"
)

type resources struct {
	lock       sync.Mutex
	registered []io.Closer
	closed     bool
}

// close closes in the reverse order of registration and swallows errors.
func (r *resources) close() {
	r.lock.Lock()
	registered := r.registered
	r.registered, r.closed = nil, true
	r.lock.Unlock()
	for i := len(registered) - 1; i >= 0; i-- {
		closeQuietly(registered[i])
	}
}

func closeQuietly(resource io.Closer) {
	_, _ = guarded(func() (any, error) { return nil, resource.Close() })
}

// RegisterResource has a resource closed with the endpoint. One that comes too late is closed at once, and nil is
// nothing (STOP-08).
func (e *Endpoint) RegisterResource(resource io.Closer) error {
	if resource == nil {
		return nil
	}
	if !e.resources.add(resource) {
		closeQuietly(resource)
		return newError(IllegalState, "the resources of %s are closed", e.Address())
	}
	return nil
}

func (r *resources) add(resource io.Closer) bool {
	r.lock.Lock()
	defer r.lock.Unlock()
	if r.closed {
		return false
	}
	r.registered = append(r.registered, resource)
	return true
}

// UnregisterResource reports whether the resource was registered (STOP-08).
func (e *Endpoint) UnregisterResource(resource io.Closer) bool {
	e.resources.lock.Lock()
	defer e.resources.lock.Unlock()
	for i, registered := range e.resources.registered {
		if registered == resource {
			e.resources.registered = append(e.resources.registered[:i], e.resources.registered[i+1:]...)
			return true
		}
	}
	return false
}
