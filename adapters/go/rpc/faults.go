// Faults of the link between two services, for tests: what one of them sends to the other is lost, or the link breaks.
package rpc

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
}

// InjectFault changes the way from this service to another one.
func (s *Service) InjectFault(to *Service, fault LinkFault) {
	s.lock.Lock()
	way := s.faults[to.hostAndPort()]
	switch fault {
	case Partition:
		way.partitioned = true
	case Heal:
		way = faults{}
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

// IsFaulty tells whether something that this service sends to another one would be lost.
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
