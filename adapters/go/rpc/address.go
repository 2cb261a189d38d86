// Addresses, endpoint ids and names: pure functions (ADDR-*).
package rpc

import (
	"crypto/rand"
	"fmt"
	"math"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
)

const (
	localScheme  = "gorpc"
	remoteScheme = "gorpc.tcp"
	system       = "fencepost"
	root         = "/user/rpc"
)

var legalID = regexp.MustCompile(`^([A-Za-z0-9_.*+:@&=,!~';-]|%[0-9A-Fa-f]{2})([A-Za-z0-9_.*$+:@&=,!~';-]|%[0-9A-Fa-f]{2})*$`)

// checkID refuses what cannot be a part of an address (ADDR-11).
func checkID(id string) error {
	if !legalID.MatchString(id) {
		return newError(InvalidEndpointID, "the endpoint id %q cannot be a part of an address", id)
	}
	return nil
}

// randomID is the text of a random UUID (ADDR-10).
func randomID() string {
	var b [16]byte
	_, _ = rand.Read(b[:])
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

func localAddress(id string) string { return localScheme + "://" + system + root + "/" + id }

// RemoteAddress builds the address of an endpoint of another service (ADDR-01, ADDR-03).
func RemoteAddress(host string, port int, id string) (string, error) {
	if port < 1 || port > 65535 {
		return "", newError(IllegalArgument, "the port %d is not between 1 and 65535", port)
	}
	normal, err := NormalizeHost(host)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s://%s@%s:%d%s/%s", remoteScheme, system, normal, port, root, id), nil
}

// NormalizeHost trims, lowers the case and brackets IPv6 literals in canonical form (ADDR-04).
func NormalizeHost(host string) (string, error) {
	host = strings.ToLower(strings.TrimSpace(host))
	bare := strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	if address, err := netip.ParseAddr(bare); err == nil {
		if address.Is6() {
			return "[" + address.String() + "]", nil
		}
		return address.String(), nil
	}
	if host == "" || strings.HasPrefix(host, ".") || strings.HasSuffix(host, ".") || strings.ContainsAny(host, ":[]/@ ") {
		return "", newError(IllegalArgument, "%q is no host name", host)
	}
	return host, nil
}

// HostAndPort reads `host:port` from an address of any scheme (ADDR-05).
func HostAndPort(address string) (string, error) {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Hostname() == "" || parsed.Port() == "" {
		return "", newError(IllegalArgument, "the address %q has no host and port", address)
	}
	if port, err := strconv.Atoi(parsed.Port()); err != nil || port > 65535 {
		return "", newError(IllegalArgument, "the address %q has no legal port", address)
	}
	return net.JoinHostPort(parsed.Hostname(), parsed.Port()), nil
}

var names atomic.Int64

// GeneratedName is `<prefix>_<n>`; n counts the names of the process (ADDR-15).
func GeneratedName(prefix *string) (string, error) {
	if prefix == nil {
		return "", newError(NullArgument, "a generated name needs a prefix")
	}
	return fmt.Sprintf("%s_%d", *prefix, names.Add(1)-1), nil
}

// WildcardName is the pattern of the generated names of a prefix (ADDR-16).
func WildcardName(prefix string) string { return prefix + "_*" }

// CheckFrameBytes refuses a frame size that is no positive whole number (SIZE-14).
func CheckFrameBytes(bytes float64) error {
	if bytes < 1 || bytes != math.Trunc(bytes) {
		return newError(IllegalArgument, "a frame of %g bytes is not possible: use a positive whole number", bytes)
	}
	return nil
}

// matches compares an id with a pattern in which an asterisk stands for any text (ADDR-14).
func matches(pattern, id string) bool {
	parts := strings.Split(pattern, "*")
	for i, part := range parts {
		parts[i] = regexp.QuoteMeta(part)
	}
	return regexp.MustCompile("^" + strings.Join(parts, ".*") + "$").MatchString(id)
}

// splitAddress takes an address apart: `host:port` is empty for one without, and the id for the path above all ids.
func splitAddress(address string) (hostAndPort, id string, err error) {
	for _, scheme := range []string{localScheme + "://" + system, remoteScheme + "://" + system + "@"} {
		rest, found := strings.CutPrefix(address, scheme)
		hostAndPort, path, _ := strings.Cut(rest, "/")
		if !found || (hostAndPort == "") != (scheme[len(scheme)-1] != '@') {
			continue
		}
		id, found := strings.CutPrefix("/"+path, root)
		id, slash := strings.CutPrefix(id, "/")
		if found && (slash || id == "") && !strings.Contains(id, "/") {
			return hostAndPort, id, nil
		}
	}
	return "", "", newError(Connection, "the address %q cannot be understood", address)
}
