"""A second real client: prints as one JSON object what boto3 reads of Lake Formation, or grants what `grant` asks for."""

import json
import sys

import boto3
from botocore.config import Config

lakeformation = boto3.client("lakeformation", config=Config(retries={"max_attempts": 0}))


def pages(call, items, **arguments):
    """Every item of a listing, by NextToken."""
    answer = call(**arguments)
    yield from answer[items]
    while answer.get("NextToken"):
        answer = call(**arguments, NextToken=answer["NextToken"])
        yield from answer[items]


def tags(pairs):
    return {pair["TagKey"]: pair["TagValues"][0] for pair in pairs or []}


def read():
    keys = {tag["TagKey"]: sorted(tag["TagValues"]) for tag in pages(lakeformation.list_lf_tags, "LFTags")}
    effective, assigned = {}, {}
    expression = [{"TagKey": "grade", "TagValues": keys["grade"]}]
    for found in pages(lakeformation.search_tables_by_lf_tags, "TableList", Expression=expression):
        table = {"DatabaseName": found["Table"]["DatabaseName"], "Name": found["Table"]["Name"]}
        name = f'{table["DatabaseName"]}.{table["Name"]}'
        effective[name] = {column["Name"]: tags(column["LFTags"]) for column in found["LFTagsOnColumns"]}
        own = lakeformation.get_resource_lf_tags(Resource={"Table": table}, ShowAssignedLFTags=True)
        assigned[name] = {
            "table": tags(own.get("LFTagsOnTable")),
            "columns": {column["Name"]: tags(column["LFTags"]) for column in own.get("LFTagsOnColumns", [])},
        }
    settings = lakeformation.get_data_lake_settings()["DataLakeSettings"]
    return {
        "keys": keys,
        "effective": effective,
        "assigned": assigned,
        "grants": sorted(
            [
                row["Principal"]["DataLakePrincipalIdentifier"],
                next(iter(row["Resource"])),
                sorted(row["Permissions"]),
                {tag["TagKey"]: sorted(tag["TagValues"]) for tag in row["Resource"].get("LFTagPolicy", {}).get("Expression", [])},
            ]
            for row in pages(lakeformation.list_permissions, "PrincipalResourcePermissions")
            if "LFTagPolicy" in row["Resource"]
        ),
        "admins": sorted(admin["DataLakePrincipalIdentifier"] for admin in settings["DataLakeAdmins"]),
        "locations": {info["ResourceArn"]: info["RoleArn"] for info in pages(lakeformation.list_resources, "ResourceInfoList")},
    }


def grant(principal, database, table):
    lakeformation.grant_permissions(
        Principal={"DataLakePrincipalIdentifier": principal},
        Resource={"Table": {"DatabaseName": database, "Name": table}},
        Permissions=["SELECT"],
    )
    return {}


print(json.dumps(grant(*sys.argv[2:]) if sys.argv[1:2] == ["grant"] else read()))
