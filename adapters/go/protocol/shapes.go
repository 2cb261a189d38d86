// Package protocol is the half of an adapter that knows nothing of the implementation under test: the lines of
// spec/adapter-protocol.md, the recording of events, lanes and barriers, and the scripts of the conformance endpoint.
package protocol

import (
	"encoding/json"
	"math"
	"time"
)

// Request is a line from the suite.
type Request struct {
	ID           int       `json:"id"`
	Verb         string    `json:"verb"`
	Services     []Service `json:"services"`
	Steps        []Step    `json:"steps"`
	Step         Step      `json:"step"`
	Op           int       `json:"op"`
	Milliseconds float64   `json:"milliseconds"`
	PatienceMs   float64   `json:"patienceMs"`
}

// Service is the specification of a service.
type Service struct {
	AskTimeoutMs       float64 `json:"askTimeoutMs"`
	FrameBytes         int     `json:"frameBytes"`
	ForceSerialization bool    `json:"forceSerialization"`
	Remote             bool    `json:"remote"`
}

// Step is an operation of a lane. Inside a script, there is no lane.
type Step struct {
	Op        int       `json:"op"`
	Lane      int       `json:"lane"`
	Operation Operation `json:"operation"`
}

// Token is a fencing token; nil is one that is not set.
type Token struct {
	Type  string `json:"type"`
	Bytes string `json:"bytes"`
}

// Script is what a piece of work, or a hook, does.
type Script struct {
	Nested []Step `json:"nested"`
	End    Ending `json:"end"`
}

// Ending is how it ends: of a hook, it is a mere word.
type Ending struct {
	Ending string `json:"ending"`
	Size   int    `json:"size"`
}

// UnmarshalJSON reads both forms.
func (e *Ending) UnmarshalJSON(encoded []byte) error {
	if encoded[0] == '"' {
		return json.Unmarshal(encoded, &e.Ending)
	}
	type fields Ending
	return json.Unmarshal(encoded, (*fields)(e))
}

// Argument is the word that says what a call carries, or the size of a text.
type Argument struct {
	Word  string
	Bytes int `json:"bytes"`
}

// UnmarshalJSON reads both forms.
func (a *Argument) UnmarshalJSON(encoded []byte) error {
	if encoded[0] == '"' {
		return json.Unmarshal(encoded, &a.Word)
	}
	type fields Argument
	return json.Unmarshal(encoded, (*fields)(a))
}

// Reference names one thing that an earlier operation made, or where a connect goes.
type Reference struct {
	Kind     string `json:"kind"`
	Endpoint *int   `json:"endpoint"`
	Self     *int   `json:"self"`
	Gateway  *int   `json:"gateway"`
	Service  *int   `json:"service"`
	Name     string `json:"name"`
	Prefix   string `json:"prefix"`
	Text     string `json:"text"`
}

// Operation has the fields of all operations; its type says which of them count.
type Operation struct {
	Type               string    `json:"type"`
	Endpoint           *int      `json:"endpoint"`
	Gateway            *int      `json:"gateway"`
	Executor           *int      `json:"executor"`
	Scheduled          *int      `json:"scheduled"`
	Service            int       `json:"service"`
	Name               *string   `json:"name"`
	Kind               string    `json:"kind"`
	Token              *Token    `json:"token"`
	OnStart            Script    `json:"onStart"`
	OnStop             Script    `json:"onStop"`
	Resources          int       `json:"resources"`
	ResourceThatThrows *int      `json:"resourceThatThrows"`
	Constructing       []Step    `json:"constructing"`
	ConstructorThrows  bool      `json:"constructorThrows"`
	Callback           []Step    `json:"callback"`
	TimeoutMs          *float64  `json:"timeoutMs"`
	Address            Reference `json:"address"`
	GatewayType        string    `json:"gatewayType"`
	Version            int       `json:"version"`
	Fencing            *struct {
		Token *Token `json:"token"`
	} `json:"fencing"`
	Target       Reference `json:"target"`
	Method       string    `json:"method"`
	Timeout      any       `json:"timeout"`
	Argument     Argument  `json:"argument"`
	Script       Script    `json:"script"`
	DelayMs      float64   `json:"delayMs"`
	PeriodMs     *float64  `json:"periodMs"`
	Mode         string    `json:"mode"`
	ThrowsAtRun  int       `json:"throwsAtRun"`
	Unfenced     bool      `json:"unfenced"`
	Callable     bool      `json:"callable"`
	Work         int       `json:"work"`
	How          string    `json:"how"`
	Resource     *int      `json:"resource"`
	Subject      Reference `json:"subject"`
	Property     string    `json:"property"`
	Utility      string    `json:"utility"`
	Arguments    []any     `json:"arguments"`
	Message      string    `json:"message"`
	From         int       `json:"from"`
	To           int       `json:"to"`
	Action       string    `json:"action"`
	Ask          bool      `json:"ask"`
	Milliseconds float64   `json:"milliseconds"`
}

// Event is one event of a history.
type Event struct {
	Event    string   `json:"event"`
	At       float64  `json:"at"`
	Op       int      `json:"op,omitempty"`
	By       *MainOf  `json:"by,omitempty"`
	Outcome  *Outcome `json:"outcome,omitempty"`
	Endpoint *int     `json:"endpoint,omitempty"`
	Role     string   `json:"role,omitempty"`
	Work     *int     `json:"work,omitempty"`
	How      string   `json:"how,omitempty"`
	Resource *int     `json:"resource,omitempty"`
}

// MainOf is the endpoint on whose main thread something is carried out.
type MainOf struct {
	Endpoint int `json:"mainOf"`
}

// Outcome is how an operation came out: a Value, or an error with a Code.
type Outcome struct {
	Value   any
	Code    string
	Thrown  bool
	Failure string
	Cause   string
}

// MarshalJSON writes the form that belongs to the kind.
func (o Outcome) MarshalJSON() ([]byte, error) {
	if o.Code == "" {
		return json.Marshal(map[string]any{"kind": "value", "value": o.Value})
	}
	fields := map[string]any{"kind": "error", "code": o.Code}
	if o.Thrown {
		fields["thrown"] = true
	}
	if o.Failure != "" {
		fields["failure"] = o.Failure
	}
	if o.Cause != "" {
		fields["cause"] = o.Cause
	}
	return json.Marshal(fields)
}

// Duration is a time in milliseconds; nil stays nil, and what is longer than a duration can say is the longest.
func Duration(milliseconds *float64) *time.Duration {
	if milliseconds == nil {
		return nil
	}
	duration := time.Duration(math.MaxInt64)
	if *milliseconds < math.MaxInt64/float64(time.Millisecond) {
		duration = time.Duration(*milliseconds * float64(time.Millisecond))
	}
	return &duration
}

// Limit is a timeout argument as a caller would pass it, or the default if there is none.
func (o *Operation) Limit(unless time.Duration) any {
	switch timeout := o.Timeout.(type) {
	case float64:
		return *Duration(&timeout)
	case string:
		return map[string]any{"nan": math.NaN(), "huge": time.Duration(math.MaxInt64), "not-a-duration": "soon"}[timeout]
	}
	return unless
}
