"""What must hold of docker-compose.yml and k8s/ and no schema says; prints each violation, ends with status 1 if there is one."""
import pathlib
import re
import sys

import yaml

root = pathlib.Path(__file__).resolve().parent.parent
problems = []


def check(holds, place, rule):
    if not holds:
        problems.append(f"{place}: {rule}")


def read(path):
    return (root / path).read_text()


# What the code says.
SETTINGS_PAGE = read("docs/operating/settings.md")
SETTINGS = set(re.findall(r"`(VITRINE_[A-Z_]+)`", SETTINGS_PAGE))
PROCESS = read("Sources/RegistryServer/RegistryProcess.swift")
LONGEST = re.search(r"maximumGracefulShutdownDuration = (settings\.grace \+ )?\.seconds\((\d+)\)", PROCESS)
DRAIN = int(LONGEST[2])  # seconds that a role takes at most to end
if LONGEST[1]:
    DRAIN += int(re.search(r"^\| `VITRINE_WORKER_GRACE` \| `(\d+)`", SETTINGS_PAGE, re.M)[1])
ROUTES = {
    "/" + path
    for file in (root / "Sources/RegistryAPI/Root").glob("*.swift")
    for path in re.findall(r'\.get\("([^"]+)"', file.read_text())
}
VERBS = {re.sub("Command$", "", file.stem).lower() for file in (root / "Sources/vitrine").rglob("*.swift")}
DEPLOYMENT_PAGE = read("docs/operating/deployment.md")


def check_setting(name, place):
    known = name in SETTINGS or not name.startswith("VITRINE_")
    check(known, place, f"{name} is not in docs/operating/settings.md")
    check(name != "VITRINE_WORKER_GRACE", place, f"changes {name}: the time to end that this script knows is the default's")


def check_image(image, place):
    check(re.search(r":[\w.-]+$|@sha256:", image) and not image.endswith(":latest"), place, f"image '{image}' has no fixed tag")


def seconds(text):
    number, unit = re.fullmatch(r"(\d+)(s|m)", text).groups()
    return int(number) * {"s": 1, "m": 60}[unit]


def amount(quantity):
    """A Kubernetes quantity as a number: cores or bytes."""
    number, unit = re.fullmatch(r"([\d.]+)(m|k|M|G|Ki|Mi|Gi|Ti)?", str(quantity)).groups()
    powers = {"m": 1e-3, None: 1, "k": 1e3, "M": 1e6, "G": 1e9, "Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40}
    return float(number) * powers[unit]


# k8s/: every file is part of a kustomization; objects of a folder are looked at together.
class Folder:
    def __init__(self, path, base=None):
        self.objects = list(base.objects) if base else []
        plan = yaml.safe_load((path / "kustomization.yaml").read_text())
        listed = {path / name for name in plan["resources"]}
        present = set(path.glob("*.yaml")) - {path / "kustomization.yaml"}
        for file in sorted(present - listed):
            check(False, file.relative_to(root), "no kustomization lists it")
        for file in sorted(listed):
            check(file.exists(), path.relative_to(root), f"{file.name} is listed and not there")
            if file.is_file():
                place = str(file.relative_to(root))
                self.objects += [(place, item) for item in yaml.safe_load_all(file.read_text()) if item]
        generated = plan.get("secretGenerator", []) + plan.get("configMapGenerator", [])
        self.generated = {item["name"] for item in generated}

    def of(self, *kinds):
        found = [(place, item) for place, item in self.objects if item["kind"] in kinds]
        return [(f"{place}, {item['kind']} {item['metadata']['name']}", item) for place, item in found]

    def pods(self):
        return [(place, item, item["spec"]["template"]) for place, item in self.of("Deployment", "StatefulSet", "Job")]

    def selected(self, selector):
        wanted = (selector or {}).items()
        return [template for _, _, template in self.pods() if wanted <= template["metadata"]["labels"].items()]


def check_container(place, pod, container, template):
    place = f"{place}, container {container['name']}"
    probes = [container[name] for name in ("startupProbe", "livenessProbe", "readinessProbe") if name in container]
    ports = {port["name"] for port in container.get("ports", [])}
    for probe in probes:
        if "httpGet" in probe:
            path, port = probe["httpGet"]["path"], probe["httpGet"]["port"]
            check(path in ROUTES, place, f"no route answers the probe's {path}")
            check(port in ports, place, f"the probe's port {port} is not one of the container's")
    if ports:
        check("readinessProbe" in container and "startupProbe" in container, place, "serves a port and has no probes")

    resources = container.get("resources", {})
    requests, limits = resources.get("requests", {}), resources.get("limits", {})
    check({"cpu", "memory"} <= requests.keys() and "memory" in limits, place, "requests cpu and memory, limits memory")
    for name in requests.keys() & limits.keys():
        check(amount(requests[name]) <= amount(limits[name]), place, f"requests more {name} than its limit")

    security = {**pod.get("securityContext", {}), **container.get("securityContext", {})}
    check(security.get("runAsNonRoot") is True and security.get("runAsUser", 0) > 0, place, "may run as root")
    check(security.get("readOnlyRootFilesystem") is True, place, "its root file system can be written")
    check(security.get("allowPrivilegeEscalation") is False, place, "may gain privileges")
    check(security.get("capabilities") == {"drop": ["ALL"]}, place, "keeps capabilities")
    check(security.get("seccompProfile") == {"type": "RuntimeDefault"}, place, "has no seccomp profile")

    volumes = {volume["name"] for volume in pod.get("volumes", [])}
    volumes |= {claim["metadata"]["name"] for claim in template}
    for mount in container.get("volumeMounts", []):
        check(mount["name"] in volumes, place, f"mounts the volume {mount['name']}, which is not there")
    for variable in container.get("env", []):
        check_setting(variable["name"], place)
    if container["image"] == "vitrine":
        check(container["args"][0] in VERBS, place, f"there is no verb '{container['args'][0]}'")
    else:
        check_image(container["image"], place)


def check_pod(folder, place, item, template):
    pod = template["spec"]
    check(pod.get("automountServiceAccountToken") is False, place, "has the token of a service account")
    is_role = any(container["image"] == "vitrine" for container in pod["containers"])
    if is_role:
        check(pod.get("enableServiceLinks") is False, place, "Services would set VITRINE_… variables in it")
    sleep = max(c.get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0) for c in pod["containers"])
    if item["kind"] != "Job":
        grace = pod.get("terminationGracePeriodSeconds", 30)
        check(grace > DRAIN + sleep, place, f"has {grace} s to end, and may need {DRAIN} s after {sleep} s")
        labels = template["metadata"]["labels"]
        check(item["spec"]["selector"]["matchLabels"].items() <= labels.items(), place, "does not select its own pods")
    for container in pod["containers"]:
        check_container(place, pod, container, item["spec"].get("volumeClaimTemplates", []))
        for source in container.get("envFrom", []):
            known = {entry["metadata"]["name"] for _, entry in folder.of("ConfigMap")}
            check(source["configMapRef"]["name"] in known, place, f"there is no ConfigMap {source['configMapRef']['name']}")
    for volume in pod.get("volumes", []):
        claim = volume.get("persistentVolumeClaim", {}).get("claimName")
        known = {entry["metadata"]["name"] for _, entry in folder.of("PersistentVolumeClaim")}
        check(claim is None or claim in known, place, f"there is no claim {claim}")
        secrets = [source["secret"]["name"] for source in volume.get("projected", {}).get("sources", [])]
        secrets += [volume["secret"]["secretName"]] if "secret" in volume else []
        for name in secrets:
            explained = name in folder.generated or f"\n| `{name}` |" in DEPLOYMENT_PAGE
            check(explained, place, f"docs/operating/deployment.md does not say what the secret {name} holds")


def check_folder(folder):
    for place, item, template in folder.pods():
        check_pod(folder, place, item, template)
    for place, item in folder.of("Deployment"):
        labels = item["spec"]["template"]["metadata"]["labels"].items()
        budgets = [b for _, b in folder.of("PodDisruptionBudget") if b["spec"]["selector"]["matchLabels"].items() <= labels]
        reason = (item["metadata"].get("annotations") or {}).get("vitrine/no-disruption-budget")
        check(budgets or reason, place, "has neither a PodDisruptionBudget nor the annotation that says why not")
    for place, item in folder.of("PodDisruptionBudget", "NetworkPolicy"):
        selector = item["spec"].get("selector") or item["spec"].get("podSelector")
        check(folder.selected(selector["matchLabels"]), place, "selects no pod")
    for place, item in folder.of("Service"):
        templates = folder.selected(item["spec"]["selector"])
        check(templates, place, "selects no pod")
        ports = {p["name"] for t in templates for c in t["spec"]["containers"] for p in c.get("ports", [])}
        for port in item["spec"]["ports"]:
            check(port["targetPort"] in ports, place, f"no pod has the port {port['targetPort']}")
    for place, item in folder.of("ConfigMap"):
        for name in item["data"]:
            check_setting(name, place)


def check_compose():
    plan = yaml.safe_load(read("docker-compose.yml"))
    for name, service in plan["services"].items():
        place = f"docker-compose.yml, {name}"
        is_role = service["image"].startswith("${VITRINE_IMAGE:-")
        check(service.get("read_only") is True, place, "its root file system can be written")
        check(service.get("cap_drop") == ["ALL"], place, "keeps capabilities")
        check("no-new-privileges:true" in service.get("security_opt", []), place, "may gain privileges")
        check("restart" in service, place, "is not started again when it dies")
        check(is_role or service.get("user", "0").split(":")[0] != "0", place, "runs as root")
        check(is_role or "healthcheck" in service, place, "has no health check")
        check(seconds(service["stop_grace_period"]) > (DRAIN if is_role else 0), place, f"may need {DRAIN} s to drain")
        check_image(re.sub(r"\$\{\w+:-(.*)\}", r"\1", service["image"]), place)
        for variable in service.get("environment", {}):
            check_setting(variable, place)
        for secret in service.get("secrets", []):
            check(secret in plan["secrets"], place, f"there is no secret {secret}")
        for volume in service.get("volumes", []):
            check(volume.split(":")[0] in plan["volumes"], place, f"there is no volume {volume}")
        if is_role:
            check(service["command"][0] in VERBS, place, f"there is no verb '{service['command'][0]}'")
        test = service.get("healthcheck", {}).get("test", [])
        check(test[1:2] != ["vitrine"] or test[2] in VERBS, place, f"there is no verb for its health check {test}")


def check_dockerfile():
    lines = read("Dockerfile").splitlines()
    users = [line.split()[1] for line in lines if line.startswith("USER ")]
    check(users and users[-1].split(":")[0] not in {"0", "root"}, "Dockerfile", "ends as root")


base = Folder(root / "k8s/base")
check_folder(base)
for overlay in sorted((root / "k8s/overlays").iterdir()):
    check_folder(Folder(overlay, base))
check_compose()
check_dockerfile()
for problem in dict.fromkeys(problems):
    print(problem)
if problems:
    sys.exit(1)
print(f"Manifests: {len(base.objects)} objects, {len(ROUTES)} routes, drain {DRAIN} s: as they should be.")
