// Blocking calls: the calling goroutine waits for the answer.
package rpc

import "errors"

// Blocking is a call whose message is on its way: its caller has yet to wait for the answer.
type Blocking struct{ answer *Future }

// CallBlocking sends the message of a call that blocks. The error is what the call itself refuses.
func (g *Gateway) CallBlocking(method string, arguments ...any) (*Blocking, error) {
	answer, err := g.Call(method, arguments...)
	if err != nil {
		return nil, err
	}
	return &Blocking{answer}, nil
}

// Wait blocks until the answer or the limit (CALL-03). A failure is raised as RPC with the real reason as its cause
// (CALL-04). A main thread that waits for itself waits until the limit (CALL-05).
func (b *Blocking) Wait() (any, error) {
	value, err := b.answer.Await()
	if err == nil {
		return value, nil
	}
	failure := newError(RPC, "the blocking call failed: %s", err)
	errors.As(err, &failure.Cause)
	return nil, failure
}
