module fencepost/adapters/go

go 1.24
