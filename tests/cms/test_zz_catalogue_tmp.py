import pytest, os
from pathlib import Path
from playwright.sync_api import sync_playwright
from django.test import Client
from django.utils import translation
from wagtail.users.models import UserProfile
from cms.catalogue.sheets import catalogue_sheet
from tests.browser.looks import complaints
from tests.cms.catalogue_kit import Bureau
from tests.cms.catalogues import *
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]="true"

@pytest.mark.django_db(transaction=True)
def test_look(live_server, office, administrator, tmp_path):
    bureau = Bureau(office, administrator)
    bureau.take()
    bureau.matter("M04", WORKS); bureau.matter("M09", MORTGAGE); bureau.matter("M99", None, name="样例事项")
    bureau.take(SITE, WORKS, MORTGAGE, with_changes(SITE, code="000115902000", name="旧条目"), name="2022年第二版")
    bureau.take(SITE, WORKS, MORTGAGE, name="2022年第三版")
    rural = with_changes(WORKS, code="000115905000", name="乡村建设规划许可")
    content = catalogue_sheet([SITE, with_changes(WORKS, name="建设工程规划许可证核发", statutory_days=3, basis="《城乡规划法》第四十条\n《行政许可法》第四十二条"), rural, with_changes(SITE, code="000115902000", name="旧条目改")])
    (tmp_path/"new.xlsx").write_bytes(content)
    (tmp_path/"bad.xlsx").write_bytes(with_cell("A3", SITE.code))
    client = Client(); client.force_login(bureau.publisher)
    found=[]
    with sync_playwright() as p:
        b = p.chromium.launch(args=["--no-sandbox"])
        ctx = b.new_context(viewport={"width":1280,"height":900})
        ctx.add_cookies([{"name":"sessionid","value":client.cookies["sessionid"].value,"url":live_server.url}])
        page = ctx.new_page()
        shots = Path("/tmp/shots"); shots.mkdir(exist_ok=True)
        def shot(name):
            found.extend(complaints(page))
            for w in (1280, 360):
                page.set_viewport_size({"width":w,"height":900}); page.screenshot(path=shots/f"{name}-{w}.png", full_page=True)
                over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                if over>0: found.append(f"{name} {w} sideways {over}")
            page.set_viewport_size({"width":1280,"height":900}); page.emulate_media(color_scheme="light")
        page.goto(live_server.url+"/admin/cms/catalogue/"); shot("list")
        page.goto(live_server.url+"/admin/cms/catalogue/compare/"); shot("choose")
        page.set_input_files("#file", tmp_path/"bad.xlsx"); page.click("main form button.button, #main form button.button"); shot("bad")
        page.goto(live_server.url+"/admin/cms/catalogue/compare/")
        page.set_input_files("#file", tmp_path/"new.xlsx"); page.click("#main form button.button"); shot("differences")
        page.click(".catalogue form button.button"); page.wait_for_url("**/report/"); shot("report")
        from cms.models import CatalogueEntry
        page.goto(live_server.url+f"/admin/cms/catalogue/inspect/{CatalogueEntry.objects.get(code=MORTGAGE.code).pk}/"); shot("entry")
        b.close()
    print("\n".join(found)); assert not found
