// Serialization: JSON, with every way in which it can fail.
package rpc

import (
	"encoding/json"
	"reflect"
)

// encode guards against values whose own encoder panics (SIZE-09).
func encode(value any) (json.RawMessage, error) {
	return guarded(func() (json.RawMessage, error) {
		encoded, err := json.Marshal(value)
		return encoded, err
	})
}

func encodeArguments(method *Method, arguments []any) ([]json.RawMessage, error) {
	encoded := make([]json.RawMessage, len(arguments))
	for i, argument := range arguments {
		bytes, err := encode(argument)
		if err != nil {
			return nil, newError(ArgumentNotSerializable, "argument %d of %s: %s", i, method.Signature(), err)
		}
		encoded[i] = bytes
	}
	return encoded, nil
}

// decodeArguments decodes to the declared types of the parameters. What does not fit is refused (CALL-09).
func decodeArguments(method *Method, encoded []json.RawMessage) ([]any, *Error) {
	arguments := make([]any, len(encoded))
	for i, bytes := range encoded {
		if i >= len(method.Parameters) {
			break
		}
		value := reflect.New(method.Parameters[i].Type)
		if err := json.Unmarshal(bytes, value.Interface()); err != nil {
			return nil, newError(IllegalArgument, "argument %d of %s: %s", i, method.Signature(), err)
		}
		arguments[i] = value.Elem().Interface()
	}
	return arguments, nil
}

// encodeResult refuses what cannot be serialized (SIZE-05) or is too large; equal size passes (SIZE-06).
func encodeResult(signature string, value any, frameBytes int) (json.RawMessage, *Error) {
	encoded, err := encode(value)
	if err != nil {
		return nil, newError(ResultNotSerializable, "the result of %s: %s", signature, err)
	}
	if len(encoded) > frameBytes {
		return nil, newError(ResultTooLarge, "the result of %s has %d bytes, the limit is %d", signature, len(encoded), frameBytes)
	}
	return encoded, nil
}

func decodeResult(method *Method, encoded json.RawMessage) (any, *Error) {
	value, err := guarded(func() (value any, err error) {
		if method.Decode != nil {
			return method.Decode(encoded)
		}
		err = json.Unmarshal(encoded, &value)
		return value, err
	})
	if err != nil {
		return nil, newError(ResultUndecodable, "the result of %s: %s", method.Signature(), err) // SIZE-08
	}
	return value, nil
}

// decodingReply decodes what came from another service, and copies through JSON what is forced to be serialized
// (SIZE-11).
func decodingReply(method *Method, frameBytes int, reply func(any, *Error)) func(any, *Error) {
	return func(value any, err *Error) {
		encoded, arrived := value.(json.RawMessage)
		if err == nil && !arrived {
			encoded, err = encodeResult(method.Signature(), value, frameBytes)
		}
		if err != nil {
			reply(nil, err)
			return
		}
		reply(decodeResult(method, encoded))
	}
}
