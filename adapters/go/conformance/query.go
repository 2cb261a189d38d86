// Questions that are answered without a message: properties, and pure functions.
package conformance

import (
	"fencepost/adapters/go/protocol"
	"fencepost/adapters/go/rpc"
)

// queried is what an endpoint, a gateway and a service have in common.
type queried interface{ HostName() string }

// Query answers a question about a property.
func (w *World) Query(o protocol.Operation) (any, error) {
	var subject queried
	switch {
	case o.Subject.Service != nil:
		subject = w.Services[*o.Subject.Service]
	case o.Subject.Gateway != nil:
		subject = w.Get("gateway", *o.Subject.Gateway).(*rpc.Gateway)
	default:
		subject = w.Get("endpoint", *o.Subject.Endpoint).(*rpc.Endpoint)
	}
	switch o.Property {
	case "host-name":
		return subject.HostName(), nil
	case "address":
		return subject.(interface{ Address() string }).Address(), nil
	case "port":
		return subject.(*rpc.Service).Port(), nil
	case "maximum-message-bytes":
		return subject.(*rpc.Service).FrameBytes(), nil
	case "endpoint-id":
		return subject.(*rpc.Endpoint).ID(), nil
	case "running":
		return subject.(*rpc.Endpoint).IsRunning()
	case "validate-main-thread":
		return nil, subject.(*rpc.Endpoint).CheckMainThread()
	case "self-gateway-of-foreign-type":
		_, err := subject.(*rpc.Endpoint).SelfGateway(GatewayTypes["foreign"])
		return nil, err
	case "exposes-lifecycle":
		_, exposed := subject.(interface{ Start() })
		return exposed, nil
	case "token":
		token, err := subject.(interface{ Token() (*rpc.Token, error) }).Token()
		return token.String(), err
	}
	return nil, protocol.NotOffered(o.Property)
}

// Evaluate computes a pure function.
func Evaluate(o protocol.Operation) (any, error) {
	text, _ := o.Arguments[0].(string)
	switch o.Utility {
	case "remote-address":
		return rpc.RemoteAddress(text, int(o.Arguments[1].(float64)), o.Arguments[2].(string))
	case "host-and-port":
		return rpc.HostAndPort(text)
	case "normalize-host":
		return rpc.NormalizeHost(text)
	case "wildcard-name":
		return rpc.WildcardName(text), nil
	case "random-name":
		if o.Arguments[0] == nil {
			return rpc.GeneratedName(nil)
		}
		return rpc.GeneratedName(&text)
	case "frame-size":
		return o.Arguments[0], rpc.CheckFrameBytes(o.Arguments[0].(float64))
	}
	return nil, protocol.NotOffered(o.Utility)
}
