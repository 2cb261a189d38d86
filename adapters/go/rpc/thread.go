// Who is the main thread: the number of the running goroutine. Go does not offer it, so it is read from the head of a
// stack trace; an endpoint needs it only to tell its own goroutine from all others (MAIN-02).
package rpc

import (
	"bytes"
	"runtime"
	"strconv"
)

func goroutineNumber() uint64 {
	var head [64]byte
	fields := bytes.Fields(head[:runtime.Stack(head[:], false)])
	number, err := strconv.ParseUint(string(fields[1]), 10, 64)
	if err != nil {
		panic("the stack trace of a goroutine begins with its number: " + err.Error())
	}
	return number
}
