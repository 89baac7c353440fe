"""Namespaces: registering, describing, listing, and that they do not see each other."""

import uuid

from google.protobuf.duration_pb2 import Duration
from temporalio.api.namespace.v1 import UpdateNamespaceInfo
from temporalio.api.workflowservice.v1 import (
    DescribeNamespaceRequest,
    ListNamespacesRequest,
    RegisterNamespaceRequest,
    UpdateNamespaceRequest,
)
from temporalio.client import Client
from temporalio.service import RPCStatusCode

from harness.environment import Environment
from harness.scenario import scenario
from scenarios.starting import refused
from shared.workflows import Collector, Echo


async def register(env, name):
    request = RegisterNamespaceRequest(
        namespace=name,
        description="made by a scenario",
        workflow_execution_retention_period=Duration(seconds=86400),
    )
    return await env.service.register_namespace(request)


@scenario
async def a_namespace_is_registered_once_and_described(env):
    name = f"conformance-{uuid.uuid4().hex[:12]}"
    await register(env, name)
    await refused(register(env, name), RPCStatusCode.ALREADY_EXISTS)

    async def is_described():
        try:
            return await env.service.describe_namespace(DescribeNamespaceRequest(namespace=name))
        except Exception:
            return None

    told = await env.until(is_described, "the namespace is described")
    assert told.namespace_info.name == name and told.namespace_info.description == "made by a scenario"
    assert told.config.workflow_execution_retention_ttl.seconds == 86400
    assert told.namespace_info.id
    listed, token = [], b""
    while True:
        page = await env.service.list_namespaces(ListNamespacesRequest(page_size=100, next_page_token=token))
        listed += [one.namespace_info.name for one in page.namespaces]
        token = page.next_page_token
        if not token:
            break
    assert name in listed and "default" in listed, listed
    update = UpdateNamespaceRequest(namespace=name, update_info=UpdateNamespaceInfo(description="changed"))
    assert (await env.service.update_namespace(update)).namespace_info.description == "changed"


@scenario
async def what_is_no_namespace_is_refused(env):
    await refused(env.service.describe_namespace(DescribeNamespaceRequest(namespace="nobody")), RPCStatusCode.NOT_FOUND)
    await refused(env.service.register_namespace(RegisterNamespaceRequest(namespace="")), RPCStatusCode.INVALID_ARGUMENT)
    stranger = Client(env.client.service_client, namespace="nobody")
    call = stranger.start_workflow("Collector", id=env.id(), task_queue=env.task_queue)
    await refused(call, RPCStatusCode.NOT_FOUND)


@scenario
async def namespaces_do_not_see_each_others_runs(env):
    name = f"conformance-{uuid.uuid4().hex[:12]}"
    await register(env, name)
    other = Environment(env.name, Client(env.client.service_client, namespace=name))

    async def takes_a_start():
        try:
            return await other.start(Echo.run, "other", id=env.id())
        except Exception:
            # The service may need a while until it knows the namespace everywhere.
            return None

    async with env.worker([Echo]):
        there = await env.until(takes_a_start, "the namespace takes a start", limit=30)
        here = await env.start(Echo.run, "here", id=env.id())
        assert await here.result() == "here"
        # The worker of the other namespace is not there, though the task queue has the same name.
        assert (await there.describe()).status.name == "RUNNING"
        assert here.result_run_id != there.result_run_id
        stranger = other.client.get_workflow_handle(here.id, run_id=here.result_run_id)
        await refused(stranger.describe(), RPCStatusCode.NOT_FOUND)
        await there.terminate()
