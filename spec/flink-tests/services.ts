/** Tests of services, of supervision, and of the actor system below. */
import { apartFromRules, coveredBy, type MappedTest } from './mapped-test.js';

/** Class by class. */
export const serviceTests: readonly MappedTest[] = [
  coveredBy(
    'PekkoRpcServiceTest#testScheduleRunnable',
    'A task on the executor of a service runs no earlier than its delay, and its handle completes.',
    'SERV-10',
  ),
  coveredBy(
    'PekkoRpcServiceTest#testExecuteRunnable',
    'The executor of a service runs a task at once.',
    'SERV-10',
  ),
  coveredBy(
    'PekkoRpcServiceTest#testGetAddress',
    'The service reports the host of its transport as its address.',
    'ADDR-09',
  ),
  coveredBy('PekkoRpcServiceTest#testGetPort', 'The service reports the port of its transport.', 'ADDR-09'),
  coveredBy(
    'PekkoRpcServiceTest#testScheduledExecutorServiceSimpleSchedule',
    'When the handle of a single task completes, the task has run.',
    'SERV-10',
  ),
  coveredBy(
    'PekkoRpcServiceTest#testScheduledExecutorServicePeriodicSchedule',
    'A task at a fixed rate runs again and again, no faster than its rate, and its handle stays open.',
    'SERV-10',
  ),
  coveredBy(
    'PekkoRpcServiceTest#testScheduledExecutorServiceWithFixedDelaySchedule',
    'A task with a fixed delay runs again and again, no faster than its delay, and its handle stays open.',
    'SERV-10',
  ),
  coveredBy(
    'PekkoRpcServiceTest#testScheduledExecutorServiceCancelWithFixedDelay',
    'A periodic task that is cancelled while it runs does not run again.',
    'SERV-11',
  ),
  coveredBy(
    'PekkoRpcServiceTest#testRpcServiceShutDownWithRpcEndpoints',
    'Closing a service calls onStop of every endpoint, stays open until all their futures complete, and then completes.',
    'SERV-03',
    'SERV-04',
  ),
  coveredBy(
    'PekkoRpcServiceTest#testRpcServiceShutDownWithFailingRpcEndpoints',
    'When the onStop of one endpoint fails, closing the service fails with that failure, and the service is down.',
    'SERV-04',
    'SERV-05',
  ),
  coveredBy(
    'PekkoRpcServiceTest#failsRpcResultImmediatelyIfEndpointIsStopped',
    'An ask to a terminated endpoint of the same service fails as unreachable.',
    'DEAD-01',
  ),
  coveredBy(
    'SupervisorActorTest#completesTerminationFutureIfActorStops',
    'The termination future completes when the actor stops with a success.',
    'TERM-04',
  ),
  coveredBy(
    'SupervisorActorTest#completesTerminationFutureExceptionallyIfActorStopsExceptionally',
    'The termination future fails with the failure that the actor stopped with.',
    'TERM-04',
  ),
  coveredBy(
    'SupervisorActorTest#completesTerminationFutureExceptionallyIfActorStopsWithoutReason',
    'The termination future fails when the actor stops without a result.',
    'TERM-13',
  ),
  coveredBy(
    'SupervisorActorTest#completesTerminationFutureExceptionallyIfActorFails',
    'The termination future of an actor that fails has the error as its cause, and the actor system goes down.',
    'SUPER-02',
    'SUPER-03',
  ),
  coveredBy(
    'SupervisorActorTest#completesTerminationFutureOfSiblingsIfActorFails',
    'The failure of one actor fails the termination future of its sibling.',
    'SUPER-02',
    'SUPER-04',
  ),
  coveredBy(
    'PekkoActorSystemTest#shutsDownOnActorFailure',
    'The failure of an actor takes its actor system down; the actor here is a plain one of the library.',
    'SUPER-02',
  ),
  coveredBy(
    'PekkoActorSystemTest#askTerminatedActorFailsWithRecipientTerminatedException',
    'An ask to a terminated actor fails at once, recognisably; the actor here is a plain one of the library.',
    'DEAD-01',
  ),
  apartFromRules(
    'RobustActorSystemTest#testUncaughtExceptionHandler',
    'A fatal error on a thread of the pool reaches the handler that ends the process.',
    'platform artefact',
    'Which errors of the virtual machine end its process is no matter between peers.',
  ),
  apartFromRules(
    'RobustActorSystemTest#testUncaughtExceptionHandlerFromActor',
    'A fatal error out of an actor reaches the handler that ends the process.',
    'platform artefact',
    'Which errors of the virtual machine end its process is no matter between peers.',
  ),
  apartFromRules(
    'RobustActorSystemTest#testHonorClassloadingErrorBeforeShutdown',
    'An error of class loading reaches the handler while the actor system is up.',
    'platform artefact',
    'Only the virtual machine loads classes by name while it runs.',
  ),
  apartFromRules(
    'RobustActorSystemTest#testIgnoreClassloadingErrorAfterShutdown',
    'An error of class loading is ignored once the actor system is down.',
    'platform artefact',
    'Only the virtual machine loads classes by name while it runs.',
  ),
  apartFromRules(
    'ActorSystemBootstrapToolsTest#testConcurrentActorSystemCreation',
    'Ten actor systems that take any free port can be started at the same time.',
    'later work',
    'Which ports a service listens on comes with the socket transports.',
  ),
  apartFromRules(
    'ActorSystemBootstrapToolsTest#testActorSystemInstantiationFailureWhenPortOccupied',
    'Starting on an occupied port fails with the error of the bind.',
    'later work',
    'Which ports a service listens on comes with the socket transports.',
  ),
  coveredBy(
    'PekkoUtilsTest#getHostFromRpcURL…',
    'Host and port are read from addresses of every scheme, with names, IPv4 and IPv6, and a local address has none.',
    'ADDR-05',
  ),
  {
    test: 'PekkoUtilsTest#getConfig…',
    asserts:
      'Host names are normalised, IPv6 included; executors, limits and TLS of the actor system are set as configured.',
    rules: ['ADDR-04'],
    apart: {
      reason: 'transport configuration',
      note: 'Thread pools, limits and the TLS engine are settings of the actor library.',
    },
  },
];
