package rpc

import "testing"

func TestADDR11IdsThatCanBePartOfAnAddress(t *testing.T) {
	for id, legal := range map[string]bool{"e1": true, "a-b_c.*$+:@&=,!~';": true, "%4a": true,
		"": false, " ": false, "$a": false, "a/b": false, "%4": false, "ä": false} {
		if err := checkID(id); (err == nil) != legal {
			t.Errorf("%q: %v", id, err)
		}
	}
}

func TestADDR04HostsAreNormalized(t *testing.T) {
	for host, normal := range map[string]string{" Flink.Apache.ORG ": "flink.apache.org", "::1": "[::1]",
		"[2001:DB8:0:0:0:0:0:1]": "[2001:db8::1]", "10.0.0.1": "10.0.0.1", ".a": "", "a.": "", "a:b": "", "": ""} {
		got, err := NormalizeHost(host)
		if got != normal || (err == nil) != (normal != "") {
			t.Errorf("%q: %q, %v", host, got, err)
		}
	}
}

func TestADDR05HostAndPortAreReadFromAnyScheme(t *testing.T) {
	for address, want := range map[string]string{"akka.tcp://flink@[::1]:1234/user/rpc/jm": "[::1]:1234",
		"pekko.ssl.tcp://flink@host:6123/user": "host:6123", "pekko://flink/user/rpc/e": "", "nonsense": ""} {
		got, err := HostAndPort(address)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v", address, got, err)
		}
	}
}

func TestADDR14AnAsteriskStandsForAnyText(t *testing.T) {
	if !matches("a_*", "a_17") || matches("a_*", "b_17") || matches("a.b", "axb") {
		t.Error("the pattern is not what the rule says")
	}
}
