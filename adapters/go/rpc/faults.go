// Faults of the link between two services, for tests: what one of them sends to the other is lost or late, or the link
// breaks.
package rpc

import "time"

// LinkFault is what happens to a link.
type LinkFault string

// The faults.
const (
	// Partition loses everything until Heal.
	Partition LinkFault = "partition"
	Heal      LinkFault = "heal"
	// DropNext loses the next message.
	DropNext LinkFault = "drop-next"
	// BreakLink ends the connection: whoever waits for an answer learns that its recipient cannot be reached (DEAD-03).
	BreakLink LinkFault = "fail"
)

// faults is what is wrong with the way to one other service.
type faults struct {
	partitioned bool
	drop        int
	delay       time.Duration
}

// InjectFault changes the way from this service to another one.
func (s *Service) InjectFault(to *Service, fault LinkFault) {
	s.lock.Lock()
	way := s.faults[to.hostAndPort()]
	switch fault {
	case Partition:
		way.partitioned = true
	case Heal:
		way = faults{delay: way.delay}
	case DropNext:
		way.drop++
	}
	s.faults[to.hostAndPort()] = way
	link := s.links[to.hostAndPort()]
	s.lock.Unlock()
	if fault == BreakLink && link != nil {
		link.wire.close()
	}
}

// Delay lets everything that this service sends to another one from now on arrive so much later, in the order of sending
// (ORD-02). What is on its way is lost when the link breaks.
func (s *Service) Delay(to *Service, delay time.Duration) {
	s.lock.Lock()
	defer s.lock.Unlock()
	way := s.faults[to.hostAndPort()]
	way.delay = delay
	s.faults[to.hostAndPort()] = way
}

// delayTo is how late another service gets what is sent to it now.
func (s *Service) delayTo(hostAndPort string) time.Duration {
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.faults[hostAndPort].delay
}

// IsFaulty tells whether something that this service sends to another one would be lost, or late.
func (s *Service) IsFaulty(to *Service) bool {
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.faults[to.hostAndPort()] != faults{}
}

// loses decides about one message to another service.
func (s *Service) loses(hostAndPort string) bool {
	s.lock.Lock()
	defer s.lock.Unlock()
	way := s.faults[hostAndPort]
	if way.partitioned || way.drop == 0 {
		return way.partitioned
	}
	way.drop--
	s.faults[hostAndPort] = way
	return true
}
