// Gateway types: what an endpoint serves and what a caller may call.
package rpc

import (
	"reflect"
	"strings"
	"time"
)

// Method is one method of a gateway. It is found by its name and the declared types of its parameters (CALL-06).
type Method struct {
	Name       string
	Parameters []Parameter
	// OneWay methods have no answer.
	OneWay bool
	// Local methods are exempt from forced serialization (SIZE-12).
	Local bool
	// Decode reads a result from its JSON; nil reads any JSON.
	Decode func(encoded []byte) (any, error)
}

// Parameter is a declared type; a timeout parameter is a time.Duration that limits the call (TIME-02).
type Parameter struct {
	Name    string
	Type    reflect.Type
	Timeout bool
}

// Of declares a parameter of type T.
func Of[T any](name string) Parameter { return Parameter{Name: name, Type: reflect.TypeFor[T]()} }

// Limit declares a timeout parameter.
func Limit(name string) Parameter {
	return Parameter{Name: name, Type: reflect.TypeFor[time.Duration](), Timeout: true}
}

// Signature is the name with the types of the parameters.
func (m *Method) Signature() string {
	types := make([]string, len(m.Parameters))
	for i, parameter := range m.Parameters {
		types[i] = parameter.Type.String()
	}
	return m.Name + "(" + strings.Join(types, ", ") + ")"
}

// fits checks arguments against the declared types (CALL-09).
func (m *Method) fits(arguments []any) *Error {
	if len(arguments) != len(m.Parameters) {
		return newError(IllegalArgument, "%s got %d arguments", m.Signature(), len(arguments))
	}
	for i, parameter := range m.Parameters {
		if arguments[i] == nil && parameter.Type.Kind() == reflect.Interface {
			continue
		}
		if arguments[i] == nil || !reflect.TypeOf(arguments[i]).AssignableTo(parameter.Type) {
			return newError(IllegalArgument, "%s got %T for %s", m.Signature(), arguments[i], parameter.Name)
		}
	}
	return nil
}

// limitAmong finds the limit of a call: the first timeout parameter, or nil (TIME-02).
func (m *Method) limitAmong(arguments []any) (*time.Duration, error) {
	for i, parameter := range m.Parameters {
		if parameter.Timeout && i < len(arguments) {
			return LimitOf(arguments[i])
		}
	}
	return nil, nil
}

// LimitOf reads a timeout argument of whatever type: what is no duration is refused at the call (TIME-03).
func LimitOf(argument any) (*time.Duration, error) {
	if argument == nil {
		return nil, newError(NullArgument, "the timeout is null")
	}
	limit, ok := argument.(time.Duration)
	if !ok {
		return nil, newError(IllegalArgument, "the timeout is a %T and no duration", argument)
	}
	return &limit, nil
}

// GatewayType is a named set of methods that may extend another.
type GatewayType struct {
	Name    string
	Extends *GatewayType
	Methods []*Method
}

// Root is the bare base gateway that every gateway type extends.
var Root = &GatewayType{Name: "root"}

// NewGatewayType declares a gateway type that extends Root.
func NewGatewayType(name string, methods ...*Method) *GatewayType {
	return &GatewayType{Name: name, Extends: Root, Methods: methods}
}

// Method finds a method by its name, or by name and types where it is overloaded; inherited ones included.
func (g *GatewayType) Method(nameOrSignature string) *Method {
	for current := g; current != nil; current = current.Extends {
		for _, method := range current.Methods {
			if method.Name == nameOrSignature || method.Signature() == nameOrSignature {
				return method
			}
		}
	}
	return nil
}

// serves tells whether the type or one that it extends has this name (HAND-11).
func (g *GatewayType) serves(name string) bool {
	for current := g; current != nil; current = current.Extends {
		if current.Name == name {
			return true
		}
	}
	return false
}
