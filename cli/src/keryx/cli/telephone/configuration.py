"""The configuration of the telephone's Asterisk: SIP and ARI, everything else left out."""

from dataclasses import dataclass
from pathlib import Path

_MODULES = (
    "bridge_simple",
    "bridge_softmix",
    "chan_pjsip",
    "chan_rtp",
    "codec_alaw",
    "codec_ulaw",
    "codec_resample",
    "format_pcm",
    "format_wav",
    "func_channel",
    "pbx_config",
    "app_stasis",
    "res_ari",
    "res_ari_applications",
    "res_ari_asterisk",
    "res_ari_bridges",
    "res_ari_channels",
    "res_ari_events",
    "res_ari_model",
    "res_ari_playbacks",
    "res_http_websocket",
    "res_pjproject",
    "res_pjsip",
    "res_pjsip_authenticator_digest",
    "res_pjsip_caller_id",
    "res_pjsip_endpoint_identifier_anonymous",
    "res_pjsip_endpoint_identifier_ip",
    "res_pjsip_endpoint_identifier_user",
    "res_pjsip_header_funcs",
    "res_pjsip_outbound_authenticator_digest",
    "res_pjsip_outbound_registration",
    "res_pjsip_registrar",
    "res_pjsip_pubsub",
    "res_pjsip_rfc3326",
    "res_pjsip_sdp_rtp",
    "res_pjsip_session",
    "res_rtp_asterisk",
    "res_rtp_multicast",
    "res_sorcery_astdb",
    "res_sorcery_config",
    "res_sorcery_memory",
    "res_stasis",
    "res_stasis_answer",
    "res_stasis_playback",
    "res_stasis_recording",
    "res_stasis_snoop",
    "res_timing_timerfd",
    "res_websocket_client",
)


@dataclass(frozen=True)
class Folders:
    """Where the telephone's Asterisk lives. `run` must stay short: it holds a unix socket (path below 108 bytes)."""

    base: Path
    modules: Path
    data: Path


@dataclass(frozen=True)
class Ports:
    """Where it listens, all chosen by the caller: SIP and sound at `address`, ARI on loopback. `rtp` is the first of `rtp_count` ports."""

    sip: int
    http: int
    rtp: int
    rtp_count: int = 400
    address: str = "127.0.0.1"


def render(folders: Folders, ports: Ports, password: str) -> dict[str, str]:
    """File name -> text for the telephone's Asterisk."""
    return {
        "asterisk.conf": _asterisk(folders),
        "modules.conf": "[modules]\nautoload=no\n" + "".join(f"load={name}.so\n" for name in _MODULES),
        "logger.conf": "[general]\n[logfiles]\nmessages.log => notice,warning,error\n",
        "http.conf": f"[general]\nenabled=yes\nbindaddr=127.0.0.1\nbindport={ports.http}\n",
        "ari.conf": f"[general]\nenabled=yes\n[telephone]\ntype=user\nread_only=no\npassword={password}\n",
        "rtp.conf": f"[general]\nrtpstart={ports.rtp}\nrtpend={ports.rtp + ports.rtp_count - 1}\nicesupport=no\n",
        # No single letters, which are Asterisk's own: a call that ended would come in again as `h`.
        "extensions.conf": "[incoming]\nexten => _[+0-9a-zA-Z].,1,Stasis(telephone,incoming,${EXTEN})\n same => n,Hangup()\n"
        "exten => _[0-9],1,Stasis(telephone,incoming,${EXTEN})\n same => n,Hangup()\n",
        "pjsip.conf": _pjsip(ports),
        "pjsip_wizard.conf": "",
        "sorcery.conf": _SORCERY,
        "stasis.conf": "[threadpool]\ninitial_size=2\n",
        "pjproject.conf": "",
        "cel.conf": "[general]\nenable=no\n",
        "cdr.conf": "[general]\nenable=no\n",
    }


def _asterisk(folders: Folders) -> str:
    base = folders.base
    return (
        "[directories]\n"
        f"astetcdir => {base}/etc\nastmoddir => {folders.modules}\nastdatadir => {folders.data}\n"
        f"astvarlibdir => {base}/lib\nastdbdir => {base}/lib\nastkeydir => {base}/lib\nastagidir => {base}/lib\n"
        f"astspooldir => {base}/spool\nastrundir => {base}/run\nastlogdir => {base}/log\n"
        "[options]\nnofork=yes\nhideconnect=yes\n"
    )


def _pjsip(ports: Ports) -> str:
    return (
        "[global]\ntype=global\nendpoint_identifier_order=username,ip,anonymous\n"
        f"[udp]\ntype=transport\nprotocol=udp\nbind={ports.address}:{ports.sip}\n"
        # The hold key is a re-INVITE only with moh_passthrough; else it would play music of the telephone's own.
        "[anonymous]\ntype=endpoint\ncontext=incoming\ndisallow=all\nallow=alaw,ulaw\ndirect_media=no\nmoh_passthrough=yes\n"
        f"[outside]\ntype=endpoint\ncontext=incoming\ndisallow=all\nallow=alaw,ulaw\ndirect_media=no\nfrom_domain={ports.address}\n"
    )


# Accounts of SIP phones are pushed by ARI and live in memory; transports and the two fixed endpoints stand in the file.
_SORCERY = """[res_pjsip]
endpoint=config,pjsip.conf,criteria=type=endpoint
endpoint=memory
auth=config,pjsip.conf,criteria=type=auth
auth=memory
aor=config,pjsip.conf,criteria=type=aor
aor=memory
[res_pjsip_outbound_registration]
registration=config,pjsip.conf,criteria=type=registration
registration=memory
"""
