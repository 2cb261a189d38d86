// The line protocol: one request a line in, one answer a line out, in order.
package protocol

import (
	"bufio"
	"encoding/json"
	"io"
	"time"
)

// lineBytes is the longest line.
const lineBytes = 8 << 20

// Adapter is what a program needs to say of itself.
type Adapter struct {
	Name, Version string
	Capabilities  []string
	// Reset makes the implementation of a new scenario.
	Reset func(scenario *Scenario, services []Service) (Implementation, error)
}

// Talk answers requests until bye or the end of the input.
func (a Adapter) Talk(input io.Reader, output io.Writer) error {
	lines := bufio.NewScanner(input)
	lines.Buffer(make([]byte, 64<<10), lineBytes)
	answers := json.NewEncoder(output)
	answers.SetEscapeHTML(false)
	current := newScenario()
	for lines.Scan() {
		var request Request
		if err := json.Unmarshal(lines.Bytes(), &request); err != nil {
			return err
		}
		answer := map[string]any{"id": request.ID}
		if err := a.answer(&current, request, answer); err != nil {
			answer = map[string]any{"id": request.ID, "error": err.Error()}
		}
		if err := answers.Encode(answer); err != nil {
			return err
		}
		if request.Verb == "bye" {
			return nil
		}
	}
	return lines.Err()
}

func (a Adapter) answer(current **Scenario, request Request, answer map[string]any) (err error) {
	scenario := *current
	patience := time.Duration(request.PatienceMs * float64(time.Millisecond))
	switch request.Verb {
	case "hello":
		answer["protocol"], answer["name"], answer["version"] = 1, a.Name, a.Version
		answer["capabilities"] = a.Capabilities
	case "reset":
		scenario.end()
		*current = newScenario()
		(*current).implementation, err = a.Reset(*current, request.Services)
	case "run":
		missing := scenario.run(request.Steps, patience)
		answer["unsettled"] = append([]string{}, missing...)
		answer["events"], answer["complete"] = scenario.history(), false
	case "perform":
		scenario.dispatch(request.Step)
	case "settle", "advance":
		answer["unsettled"] = append([]string{}, scenario.barrier(request.Op, request.Milliseconds, patience)...)
	case "history":
		answer["events"], answer["complete"] = scenario.history(), false
	case "bye":
		scenario.end()
	default:
		return NotOffered("the verb " + request.Verb)
	}
	if err == nil {
		err = (*current).faulted()
	}
	return err
}

func (s *Scenario) faulted() error {
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.fault
}
