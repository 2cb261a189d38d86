// Package rpc is a small actor RPC written from the rule book of Fencepost: services, endpoints with one main
// goroutine each, gateways, fencing tokens, and a TCP link between services. Ids such as FENCE-02 name rules.
package rpc

import (
	"errors"
	"fmt"
	"reflect"
)

// Code names the class of an error for ever; its text may change.
type Code string

// The error classes of the protocol.
const (
	Connection              Code = "connection"
	Handshake               Code = "handshake"
	FencingToken            Code = "fencing-token"
	EndpointNotStarted      Code = "endpoint-not-started"
	RecipientUnreachable    Code = "recipient-unreachable"
	UnknownMessage          Code = "unknown-message"
	InvalidState            Code = "invalid-state"
	AskTimeout              Code = "ask-timeout"
	IllegalArgument         Code = "illegal-argument"
	NullArgument            Code = "null-argument"
	IllegalState            Code = "illegal-state"
	InvalidEndpointID       Code = "invalid-endpoint-id"
	EndpointIDInUse         Code = "endpoint-id-in-use"
	MissingMethod           Code = "missing-method"
	WrongGateway            Code = "wrong-gateway"
	UnsupportedOperation    Code = "unsupported-operation"
	NotLocal                Code = "not-local"
	NotMainThread           Code = "not-main-thread"
	StartFailed             Code = "start-failed"
	StopFailed              Code = "stop-failed"
	EndpointFailed          Code = "endpoint-failed"
	SiblingFailed           Code = "sibling-failed"
	NotProperlyStopped      Code = "not-properly-stopped"
	ServiceFailed           Code = "service-failed"
	CloseTimeout            Code = "close-timeout"
	ArgumentNotSerializable Code = "argument-not-serializable"
	ResultNotSerializable   Code = "result-not-serializable"
	ResultTooLarge          Code = "result-too-large"
	ResultUndecodable       Code = "result-undecodable"
	TaskCancelled           Code = "task-cancelled"
	Application             Code = "application"
	RPC                     Code = "rpc"
)

// Error is every error of this package. Failure is set for Application alone: class and message of what was thrown.
type Error struct {
	Code    Code
	Text    string
	Failure string
	Cause   *Error
}

func (e *Error) Error() string {
	if e.Cause != nil {
		return fmt.Sprintf("%s: %s (cause: %s)", e.Code, e.Text, e.Cause)
	}
	return fmt.Sprintf("%s: %s", e.Code, e.Text)
}

// Is makes a handshake error a kind of connection error (HAND-10).
func (e *Error) Is(target error) bool {
	other, ok := target.(*Error)
	return ok && (e.Code == other.Code || e.Code == Handshake && other.Code == Connection)
}

// Unwrap gives the cause to errors.Is and errors.As.
func (e *Error) Unwrap() error {
	if e.Cause == nil {
		return nil
	}
	return e.Cause
}

func newError(code Code, format string, arguments ...any) *Error {
	return &Error{Code: code, Text: fmt.Sprintf(format, arguments...)}
}

func (e *Error) causedBy(cause *Error) *Error {
	e.Cause = cause
	return e
}

// panicked is what user code threw that is no error: it is told like one (CALL-13).
type panicked struct{ value any }

func (p panicked) Error() string { return fmt.Sprint(p.value) }

// guarded runs user code and turns a panic into an error.
func guarded[T any](work func() (T, error)) (result T, err error) {
	defer func() {
		if thrown := recover(); thrown != nil {
			if asError, ok := thrown.(error); ok {
				err = asError
			} else {
				err = panicked{thrown}
			}
		}
	}()
	return work()
}

// asFailure wraps what user code threw: the caller sees its class and message (CALL-11). An expired ask of the
// method's own is told as its cause, not as if the outer ask had expired (CALL-15).
func asFailure(err error) *Error {
	class := "non-error"
	if _, ok := err.(panicked); !ok {
		class = reflect.Indirect(reflect.ValueOf(err)).Type().Name()
	}
	failure := &Error{Code: Application, Text: "the method failed", Failure: class + ": " + err.Error()}
	var own *Error
	if errors.As(err, &own) {
		failure.Failure = string(own.Code) + ": " + own.Text
		failure.Cause = &Error{Code: own.Code, Text: own.Text}
	}
	return failure
}
