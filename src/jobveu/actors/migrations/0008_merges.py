from django.db import migrations, models


NAME_KEY = r"""
CREATE FUNCTION organisation_name_key(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN btrim(regexp_replace(
    regexp_replace(search_fold($1), '\m(a s|aps|i s|k s|p s|ivs|amba|a m b a|fmba|smba|kommunes?)\M', ' ', 'g'),
    ' {2,}', ' ', 'g'));
"""
"""A name without what says nothing of who it is: the form of the company, and that it is a municipality's."""


class Migration(migrations.Migration):

    dependencies = [
        ("common", "0003_search_fold"),
        ('actors', '0007_member_invitations'),
    ]

    operations = [
        migrations.RunSQL(NAME_KEY, reverse_sql="DROP FUNCTION organisation_name_key(text)"),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('room', models.CharField(max_length=80)),
                ('kept_id', models.BigIntegerField()),
                ('gone_id', models.BigIntegerField()),
                ('gone_name', models.CharField(blank=True, max_length=200)),
                ('organisation_id', models.BigIntegerField()),
                ('by_id', models.BigIntegerField(null=True)),
                ('by_name', models.CharField(max_length=150)),
                ('at', models.DateTimeField()),
                ('journal', models.JSONField(default=list)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('undone_by_name', models.CharField(blank=True, max_length=150)),
            ],
            options={
                'indexes': [models.Index(models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='merge_newest')],
                'constraints': [models.UniqueConstraint(models.F('room'), models.F('gone_id'), condition=models.Q(('undone_at__isnull', True)), name='merge_once', violation_error_message='De to er allerede lagt sammen.')],
            },
        ),
        migrations.CreateModel(
            name='NotDuplicate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('room', models.CharField(max_length=80)),
                ('first_id', models.BigIntegerField()),
                ('second_id', models.BigIntegerField()),
                ('by_id', models.BigIntegerField(null=True)),
                ('by_name', models.CharField(max_length=150)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('room'), models.F('first_id'), models.F('second_id'), name='not_duplicate_once', violation_error_message='Det er allerede noteret, at de to ikke er den samme.'), models.CheckConstraint(condition=models.Q(('first_id__lt', models.F('second_id'))), name='not_duplicate_in_order', violation_error_message='Vælg to forskellige.')],
            },
        ),
    ]
