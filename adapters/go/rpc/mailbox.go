// The mailbox of an endpoint: what was sent and not yet handled, in the order of sending (ORD-01).
package rpc

import "sync"

// message is what travels to an endpoint. A nil reply means that nobody asked.
type message struct {
	body     any
	fenced   bool
	token    *Token
	unfenced bool
	reply    func(value any, err *Error)
}

// answer replies if somebody asked.
func (m *message) answer(value any, err *Error) {
	if m.reply != nil {
		m.reply(value, err)
	}
}

type mailbox struct {
	lock    sync.Mutex
	arrived *sync.Cond
	queue   []*message
	cut     bool
	verdict error
	closed  bool
}

func newMailbox() *mailbox {
	box := &mailbox{}
	box.arrived = sync.NewCond(&box.lock)
	return box
}

// put enqueues, and reports false when the endpoint is gone.
func (b *mailbox) put(m *message) bool {
	b.lock.Lock()
	defer b.lock.Unlock()
	if b.closed {
		return false
	}
	b.queue = append(b.queue, m)
	b.arrived.Signal()
	return true
}

// take waits for the next message, and reports false once the mailbox was cut, however many are queued (TERM-03).
func (b *mailbox) take() (*message, bool) {
	b.lock.Lock()
	defer b.lock.Unlock()
	for len(b.queue) == 0 && !b.cut {
		b.arrived.Wait()
	}
	if b.cut {
		return nil, false
	}
	next := b.queue[0]
	b.queue = b.queue[1:]
	return next, true
}

// end cuts the mailbox: no further message is started. The first verdict is the one that the termination future tells.
func (b *mailbox) end(verdict error) {
	b.lock.Lock()
	defer b.lock.Unlock()
	if !b.cut {
		b.cut, b.verdict = true, verdict
		b.arrived.Broadcast()
	}
}

// endByHook cuts the mailbox from within the last handler. A cut from outside that came while it ran changes nothing of
// how it ended (START-02, STOP-03).
func (b *mailbox) endByHook(verdict error) {
	b.lock.Lock()
	defer b.lock.Unlock()
	b.cut, b.verdict = true, verdict
}

// close takes what is left; from now on nothing can be put.
func (b *mailbox) close() ([]*message, error) {
	b.lock.Lock()
	defer b.lock.Unlock()
	rest := b.queue
	b.queue, b.closed, b.cut = nil, true, true
	return rest, b.verdict
}
