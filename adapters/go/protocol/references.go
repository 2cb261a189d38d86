// What operations refer to, and what they make.
package protocol

// Key names an endpoint, gateway, executor or handle of a scenario.
type Key struct {
	Kind   string
	Number int
}

// makes gives the key of what the operation makes, if it makes something.
func (o *Operation) makes(op int) (key Key, makes bool) {
	switch o.Type {
	case "create-endpoint":
		return Key{"endpoint", *o.Endpoint}, true
	case "connect":
		return Key{"gateway", *o.Gateway}, true
	case "obtain-executor":
		return Key{"executor", *o.Executor}, true
	case "schedule", "service-schedule":
		return Key{"handle", op}, true
	}
	return Key{}, false
}

// needs gives the keys that the operation refers to.
func (o *Operation) needs(op int) []Key {
	var keys []Key
	made, _ := o.makes(op)
	for kind, numbers := range map[string][]*int{
		"endpoint": {o.Endpoint, o.Target.Self, o.Subject.Endpoint, o.Address.Endpoint},
		"gateway":  {o.Gateway, o.Target.Gateway, o.Subject.Gateway},
		"executor": {o.Executor},
		"handle":   {o.Scheduled},
	} {
		for _, number := range numbers {
			if number != nil && (Key{kind, *number}) != made {
				keys = append(keys, Key{kind, *number})
			}
		}
	}
	return keys
}
