"""Calls a function by boto3, and prints each event of the stream when it comes: call.py ENDPOINT FUNCTION EVENT FILE.

The file is made once there is a piece. Its sister is com.example.clients.Caller.
"""

import base64
import pathlib
import sys
import zlib

import boto3
import botocore
from botocore.exceptions import ClientError

SHORT = 100


def main(endpoint, function, event, gate):
    config = botocore.config.Config(signature_version=botocore.UNSIGNED)
    client = boto3.client("lambda", endpoint_url=endpoint, region_name="us-east-1", config=config)
    try:
        response = client.invoke_with_response_stream(FunctionName=function, Payload=event, LogType="Tail")
    except ClientError as refused:
        status = refused.response["ResponseMetadata"]["HTTPStatusCode"]
        print("refused", status, refused.response["Error"]["Code"])
        return
    total = crc = 0
    for part in response["EventStream"]:
        if "PayloadChunk" in part:
            payload = part["PayloadChunk"]["Payload"]
            total += len(payload)
            crc = zlib.crc32(payload, crc)
            if len(payload) < SHORT:
                # A piece may end within a character.
                print("piece", payload.decode(errors="replace"))
            pathlib.Path(gate).touch()
        else:
            complete = part["InvokeComplete"]
            print(f"total {total} {crc:08x}")
            if "ErrorCode" in complete:
                print("error", complete["ErrorCode"], complete["ErrorDetails"])
            print(base64.b64decode(complete["LogResult"]).decode(), end="")


main(*sys.argv[1:])
