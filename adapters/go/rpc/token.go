// Fencing tokens.
package rpc

// Token says for whom a fenced endpoint speaks. Two tokens are one if both parts are equal (FENCE-01); nil is a token
// that is not set.
type Token struct {
	Type  string `json:"type"`
	Bytes string `json:"bytes"`
}

// String is the token as people read it.
func (t *Token) String() string {
	if t == nil {
		return "none"
	}
	return t.Type + "(" + t.Bytes + ")"
}

func sameToken(left, right *Token) bool {
	return left == right || left != nil && right != nil && *left == *right
}
