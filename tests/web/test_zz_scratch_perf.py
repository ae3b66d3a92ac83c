"""scratch: perf at 10k users, 3M audit rows"""
import time, pytest
from django.db import connection
from datetime import date, datetime, UTC
from django.test import Client
from django.urls import reverse
from tests import factories
from jobveu.accounts.enums import Role
from jobveu.actors.enums import OrganisationKind
@pytest.mark.django_db
def test_perf():
    agency=factories.organisation(OrganisationKind.NATIONAL_AGENCY,"Styrelsen")
    admin=factories.user(Role.ADMINISTRATOR,agency,"Alma")
    c=Client(); c.force_login(admin)
    with connection.cursor() as k:
        k.execute("INSERT INTO actors_organisation(kind,name,cvr,p_number,size_band,website,active,version,created_at) SELECT 'company','Firma '||md5(g::text),'','','','',true,1,now() FROM generate_series(1,5000) g")
        k.execute("INSERT INTO accounts_user(password,email,name,is_active,version,created_at) SELECT '!','u'||g||'@x.dk', initcap(translate(md5(g::text),'0123456789','åøæklmnopr'))||' Hansen', true,1,now() FROM generate_series(1,10000) g")
        k.execute("INSERT INTO actors_membership(user_id,organisation_id,role,valid_from) SELECT u.id, (SELECT min(id) FROM actors_organisation)+1+(u.id %% 5000), 'company','2020-01-01' FROM accounts_user u WHERE email LIKE 'u%%@x.dk'".replace('%%','%'))
        k.execute("""INSERT INTO common_auditentry(at,user_id,user_name,action,room,record_id,project_id,details)
          SELECT '2020-01-01'::timestamptz + g*interval '1 minute', g%10000, initcap(translate(md5((g%10000)::text),'0123456789','åøæklmnopr'))||' Hansen',
           (ARRAY['project.edited','need.closed','task.added','agreement.signed'])[1+g%4],'projects.task',g,g%39500,'{"title":"x"}' FROM generate_series(1,2000000) g""")
        k.execute("ANALYZE")
    def t(url):
        c.get(url); a=time.perf_counter(); r=c.get(url); b=time.perf_counter()
        assert r.status_code==200
        print(f"{(b-a)*1000:7.1f} ms {url}")
    u=reverse("user_list"); a=reverse("audit_list")
    for q in ["","?sorter=-name","?sorter=email","?sorter=-last_login","?text=hansen","?text=zzzz","?organisation=firma+a","?role=company","?status=no_membership","?side=300"]: t(u+q)
    for q in ["","?sorter=at","?side=400","?user=hansen","?user=zzzzz","?user=Hans","?action=need.closed","?action=person.searched","?project=77","?first_day=01-06-2021&last_day=02-06-2021","?first_day=01-06-2021","?user=zzz&action=need.closed","?action=need.closed&first_day=01-06-2021&last_day=02-06-2021", "?project=77&user=hansen"]: t(a+q)
    name=None
    with connection.cursor() as k:
        k.execute("select user_name from common_auditentry limit 1"); name=k.fetchone()[0]
    t(a+"?user="+name.split()[0][:8])
