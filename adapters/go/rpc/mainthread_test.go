// The main thread.
package rpc

import (
	"sync"
	"testing"
)

func TestMAIN01HandlersOfAnEndpointExcludeEachOther(t *testing.T) {
	const senders, each = 8, 200
	service := newService(t, Options{})
	e := newEchoing(t, service, nil)
	e.Start()
	running, count := false, 0 // no lock: the main thread is one
	var senderGroup sync.WaitGroup
	for range senders {
		senderGroup.Add(1)
		go func() {
			defer senderGroup.Done()
			for range each {
				_ = e.RunAsync(func() {
					if running {
						t.Error("two handlers run at once")
					}
					running = true
					count++
					running = false
				}, Delivery{})
			}
		}()
	}
	senderGroup.Wait()
	total, err := e.CallAsync(func() (any, error) { return count, e.CheckMainThread() }, nil, Delivery{})
	value, err := outcome(t, total, err)
	expectCode(t, err, "")
	if value != senders*each {
		t.Errorf("SELF-03: %v of %d runs", value, senders*each)
	}
}

func TestMAIN11CancellingARunningTaskCompletesItsHandle(t *testing.T) {
	service := newService(t, Options{})
	e := newEchoing(t, service, nil)
	e.Start()
	begun, goOn := make(chan bool), make(chan bool)
	task := e.Executor(false).Schedule(0, func() (any, error) {
		begun <- true
		<-goOn
		return "result", nil
	})
	<-begun
	task.Cancel()
	_, err := outcome(t, task.Future, nil)
	expectCode(t, err, TaskCancelled)
	goOn <- true
	expect(t, connected(t, service, e.Address(), Connecting{}), "say", "next", "next", "") // the endpoint goes on
	_, err = task.Result()
	expectCode(t, err, TaskCancelled)
}
