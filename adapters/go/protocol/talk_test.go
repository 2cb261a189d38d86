package protocol

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
)

// silent is an implementation whose connects come out with a gateway and whose calls come out with a number.
type silent struct{}

type done struct{ value any }

func (d done) OnComplete(callback func(any, error)) { callback(d.value, nil) }

func (silent) Perform(step Step) (any, error) {
	switch step.Operation.Type {
	case "create-endpoint":
		return nil, errors.New("no endpoints here")
	case "connect":
		return done{"a gateway"}, nil
	}
	return done{step.Op}, nil
}
func (silent) Settled(time.Time) []string         { return nil }
func (silent) Outcome(error) Outcome              { return Outcome{Code: "illegal-state"} }
func (silent) NewFuture() (any, func(any, error)) { return nil, nil }
func (silent) ExpiredAsk(text string) error       { return errors.New(text) }
func (silent) Abandon()                           {}

func talk(t *testing.T, lines ...string) []map[string]any {
	t.Helper()
	var output strings.Builder
	adapter := Adapter{Name: "silent", Reset: func(*Scenario, []Service) (Implementation, error) { return silent{}, nil }}
	if err := adapter.Talk(strings.NewReader(strings.Join(lines, "\n")), &output); err != nil {
		t.Fatal(err)
	}
	var answers []map[string]any
	for line := range strings.Lines(output.String()) {
		var answer map[string]any
		if err := json.Unmarshal([]byte(line), &answer); err != nil {
			t.Fatal(err)
		}
		answers = append(answers, answer)
	}
	return answers
}

func TestStepsThatReferToWhatFailedAreLeftOut(t *testing.T) {
	answers := talk(t, `{"id":1,"verb":"reset","services":[{}]}`, `{"id":2,"verb":"run","patienceMs":5000,"steps":[`+
		`{"op":1,"lane":0,"operation":{"type":"create-endpoint","endpoint":1}},`+
		`{"op":2,"lane":1,"operation":{"type":"start","endpoint":1}},`+
		`{"op":3,"lane":1,"operation":{"type":"connect","gateway":1}},`+
		`{"op":4,"lane":0,"operation":{"type":"call","target":{"gateway":1}}},`+
		`{"op":5,"lane":0,"operation":{"type":"call","target":{"gateway":2}}},`+
		`{"op":6,"lane":0,"operation":{"type":"settle"}}]}`)
	outcomes := map[float64]any{}
	for _, event := range answers[1]["events"].([]any) {
		if fields := event.(map[string]any); fields["event"] == "outcome" {
			outcomes[fields["op"].(float64)] = fields["outcome"].(map[string]any)["value"]
		}
	}
	if len(outcomes) != 4 || outcomes[4] != 4.0 || outcomes[3] != nil {
		t.Errorf("the outcomes were %v", outcomes)
	}
}

func TestAnUnknownVerbIsAnError(t *testing.T) {
	answers := talk(t, `{"id":1,"verb":"jump"}`, `{"id":2,"verb":"bye"}`, `{"id":3,"verb":"hello"}`)
	if len(answers) != 2 || answers[0]["error"] == nil || answers[1]["error"] != nil {
		t.Errorf("the answers were %v", answers)
	}
}
