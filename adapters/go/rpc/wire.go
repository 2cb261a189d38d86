// The wire between two services: frames of JSON behind their length, over TCP, written in the order of sending (ORD-02).
package rpc

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"io"
	"net"
	"sync"
	"time"
)

// frame is every message between services. A request without an ID is not answered.
type frame struct {
	Kind        string            `json:"kind"`
	ID          uint64            `json:"id,omitempty"`
	Endpoint    string            `json:"endpoint,omitempty"`
	Incarnation uint64            `json:"incarnation,omitempty"`
	Version     int               `json:"version,omitempty"`
	Gateway     string            `json:"gateway,omitempty"`
	Signature   string            `json:"signature,omitempty"`
	Arguments   []json.RawMessage `json:"arguments,omitempty"`
	Fenced      bool              `json:"fenced,omitempty"`
	Token       *Token            `json:"token,omitempty"`
	Value       json.RawMessage   `json:"value,omitempty"`
	Error       *Error            `json:"error,omitempty"`
}

// wire is one side of a connection.
type wire struct {
	lock    sync.Mutex
	ready   *sync.Cond
	queue   []sent
	closed  bool
	network net.Conn
}

// sent is a frame on its way, and when it may go out.
type sent struct {
	encoded []byte
	due     time.Time
}

func newWire(network net.Conn) *wire {
	w := &wire{network: network}
	w.ready = sync.NewCond(&w.lock)
	return w
}

// send queues a frame, which goes out after the delay and never before an earlier one; it is lost when the wire is closed.
func (w *wire) send(encoded []byte, delay time.Duration) {
	w.lock.Lock()
	defer w.lock.Unlock()
	if w.closed {
		return
	}
	var due time.Time
	if delay > 0 {
		due = time.Now().Add(delay)
		time.AfterFunc(delay, w.wake)
	}
	w.queue = append(w.queue, sent{encoded, due})
	w.ready.Signal()
}

// wake lets the writer look again.
func (w *wire) wake() {
	w.lock.Lock()
	defer w.lock.Unlock()
	w.ready.Broadcast()
}

// takeDue takes the frames that may go out now.
func (w *wire) takeDue() (due []sent) {
	now := time.Now()
	count := 0
	for count < len(w.queue) && !w.queue[count].due.After(now) {
		count++
	}
	due, w.queue = w.queue[:count:count], w.queue[count:]
	return due
}

// attach gives a wire its connection, unless it was closed meanwhile.
func (w *wire) attach(network net.Conn) bool {
	w.lock.Lock()
	defer w.lock.Unlock()
	if w.closed {
		_ = network.Close()
		return false
	}
	w.network = network
	return true
}

// close lets what was queued before go out, for a moment, and then closes the connection.
func (w *wire) close() {
	w.lock.Lock()
	defer w.lock.Unlock()
	if w.closed {
		return
	}
	w.closed = true
	w.ready.Broadcast()
	if w.network != nil {
		_ = w.network.SetDeadline(time.Now().Add(flushLimit))
	}
}

// longestFrame is the length beyond which bytes are no frame.
const longestFrame = 1 << 30

// flushLimit is how long what is queued may take to go out.
const flushLimit = 100 * time.Millisecond

// write carries out what was queued until the wire is closed or breaks.
func (w *wire) write() {
	defer w.network.Close()
	defer w.close()
	for {
		w.lock.Lock()
		due := w.takeDue()
		for len(due) == 0 && !w.closed {
			w.ready.Wait()
			due = w.takeDue()
		}
		closed := w.closed
		w.lock.Unlock()
		for _, frame := range due {
			head := binary.BigEndian.AppendUint32(nil, uint32(len(frame.encoded)))
			if _, err := w.network.Write(append(head, frame.encoded...)); err != nil {
				return
			}
		}
		if closed {
			return
		}
	}
}

// read hands over every frame that can be decoded, in order, until the wire is closed; others are dropped (SIZE-03).
func (w *wire) read(handle func(*frame)) {
	defer w.close()
	reader := bufio.NewReader(w.network)
	for {
		var head [4]byte
		if _, err := io.ReadFull(reader, head[:]); err != nil {
			return
		}
		length := binary.BigEndian.Uint32(head[:])
		if length > longestFrame {
			return // whoever speaks here is no service
		}
		encoded := make([]byte, length)
		if _, err := io.ReadFull(reader, encoded); err != nil {
			return
		}
		var received frame
		if json.Unmarshal(encoded, &received) == nil {
			handle(&received)
		}
	}
}
