// When everything that was sent has been handled, and how a scenario ends.
package conformance

import (
	"time"

	"fencepost/adapters/go/rpc"
)

// Settled asks every endpoint for a handshake, from within and over every link. One that is gone has its end to come.
//
// Nobody waits for a main thread that a script has come to hold meanwhile: it answers when it is released.
func (w *World) Settled(deadline time.Time) (missing []string) {
	held := w.Held()
	wait := func(future *rpc.Future, what string) {
		for {
			select {
			case <-future.Done():
				return
			case <-time.After(time.Millisecond):
			}
			if w.Held() != held || time.Now().After(deadline) {
				missing = append(missing, what)
				return
			}
		}
	}
	alive := map[*rpc.Service]bool{}
	for _, made := range w.All("endpoint") {
		e := made.(*rpc.Endpoint)
		greeted := e.Greet()
		wait(greeted, "no handshake from "+e.Address())
		if _, err := greeted.Result(); err != nil {
			wait(e.Termination(), "no end of "+e.Address())
		} else {
			alive[e.Service()] = true
		}
	}
	for number, from := range w.Services {
		if closing, ok := w.Get("close", number).(*rpc.Future); ok && !alive[from] && held == 0 {
			wait(closing, "no end of a service whose endpoints are gone")
		}
		for _, address := range w.addressesBeyond(from) {
			if connected, err := from.Connect(address, rpc.Root, rpc.Connecting{}); err == nil {
				wait(connected, "no handshake over the link from "+address)
			}
		}
	}
	return missing
}

// addressesBeyond gives what a service reaches over links: the endpoints of others, and the place above them, which
// answers as long as the service is there. A link with a fault is left alone: a handshake would be lost, or use it up.
func (w *World) addressesBeyond(from *rpc.Service) (addresses []string) {
	for _, to := range w.Services {
		if linked(from, to) {
			addresses = append(addresses, to.AddressOf(""))
		}
	}
	for _, made := range w.All("endpoint") {
		if e := made.(*rpc.Endpoint); linked(from, e.Service()) {
			addresses = append(addresses, e.Address())
		}
	}
	return addresses
}

func linked(from, to *rpc.Service) bool {
	return from != to && from.Port() > 0 && to.Port() > 0 && !from.IsFaulty(to) && !to.IsFaulty(from)
}

// Abandon closes what is left, without waiting for it.
func (w *World) Abandon() {
	for _, service := range w.Services {
		service.Close(new(time.Duration))
	}
}

// NewFuture is what a script returns, and what completes it.
func (w *World) NewFuture() (any, func(any, error)) {
	future := rpc.NewFuture()
	return future, func(value any, err error) { future.Complete(value, err) }
}
