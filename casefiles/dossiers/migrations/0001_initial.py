import uuid

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import casefiles.dossiers.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("archive", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "slug",
                    models.SlugField(
                        help_text="The case’s address for readers. It can be changed until the case is first published.",
                        max_length=80,
                        unique=True,
                    ),
                ),
                (
                    "working_title",
                    casefiles.dossiers.fields.LineField(
                        help_text="For the desk alone; readers see the title in the case text.", max_length=300
                    ),
                ),
                (
                    "confidentiality",
                    models.CharField(
                        choices=[("desk", "Everybody on the desk"), ("members", "Members only")],
                        default="desk",
                        max_length=10,
                    ),
                ),
                (
                    "desk_status",
                    models.CharField(
                        choices=[
                            ("open", "Being compiled"),
                            ("ready", "Ready for the publishing editor"),
                            ("closed", "Closed"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                (
                    "hold_sources",
                    models.BooleanField(
                        default=False,
                        help_text="New sources of this case start as “Do not contact this site yet”.",
                        verbose_name="contact no site unless told",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["working_title"],
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("case_text", "Case text"),
                            ("operation", "Operation"),
                            ("source", "Source"),
                            ("statement", "Statement"),
                            ("attribution", "Attribution"),
                            ("evidence", "Evidence"),
                            ("actor_link", "Link between actors"),
                            ("legal_action", "Government or legal action"),
                            ("event", "Timeline entry"),
                            ("impact", "Impact"),
                            ("reply_request", "Right of reply"),
                            ("editor_note", "Editor’s note"),
                            ("actor", "Actor"),
                            ("alias", "Alias"),
                            ("publisher", "Outlet or issuer"),
                        ],
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("label", models.CharField(blank=True, editable=False, max_length=200)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now_add=True)),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="dossiers.case",
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "created_at"],
                "indexes": [models.Index(fields=["case", "kind"], name="item_case_kind")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("case__isnull", True), ("kind__in", ["actor", "alias", "publisher"])),
                            models.Q(
                                models.Q(("kind__in", ["actor", "alias", "publisher"]), _negated=True),
                                ("case__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="item_shared_or_in_one_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "case_text",
                                    "operation",
                                    "source",
                                    "statement",
                                    "attribution",
                                    "evidence",
                                    "actor_link",
                                    "legal_action",
                                    "event",
                                    "impact",
                                    "reply_request",
                                    "editor_note",
                                    "actor",
                                    "alias",
                                    "publisher",
                                ],
                            )
                        ),
                        name="item_known_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                (
                    "slug",
                    models.SlugField(
                        db_index=False,
                        help_text="The case’s address for readers. It can be changed until the case is first published.",
                        max_length=80,
                    ),
                ),
                (
                    "working_title",
                    casefiles.dossiers.fields.LineField(
                        help_text="For the desk alone; readers see the title in the case text.", max_length=300
                    ),
                ),
                (
                    "confidentiality",
                    models.CharField(
                        choices=[("desk", "Everybody on the desk"), ("members", "Members only")],
                        default="desk",
                        max_length=10,
                    ),
                ),
                (
                    "desk_status",
                    models.CharField(
                        choices=[
                            ("open", "Being compiled"),
                            ("ready", "Ready for the publishing editor"),
                            ("closed", "Closed"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                (
                    "hold_sources",
                    models.BooleanField(
                        default=False,
                        help_text="New sources of this case start as “Do not contact this site yet”.",
                        verbose_name="contact no site unless told",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_rows",
                        to="dossiers.case",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lead", models.BooleanField(default=False)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="memberships", to="dossiers.case"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "user"),
                        name="membership_once",
                        violation_error_code="user",
                        violation_error_message="This person is named twice.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("lead", True)),
                        fields=("case",),
                        name="membership_one_lead",
                        violation_error_code="lead",
                        violation_error_message="A case has one lead.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Actor",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="%(class)s",
                        serialize=False,
                        to="dossiers.item",
                    ),
                ),
                ("name", casefiles.dossiers.fields.LineField(max_length=300)),
                (
                    "actor_type",
                    models.CharField(
                        choices=[
                            ("country", "Country"),
                            ("state_organ", "State organ"),
                            ("threat_group", "Threat group"),
                            ("company", "Company"),
                            ("international_organisation", "International organisation"),
                            ("person", "Person"),
                            ("unknown", "Unknown or not stated"),
                        ],
                        max_length=30,
                        verbose_name="type",
                    ),
                ),
                (
                    "country",
                    models.CharField(
                        blank=True,
                        help_text="ISO 3166-1, two letters. Blank: not stated.",
                        max_length=2,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[A-Z]{2}\\Z",
                                "Write the country as two capital letters (ISO 3166-1), for instance FI.",
                            )
                        ],
                    ),
                ),
                ("description", casefiles.dossiers.fields.VerbatimField(blank=True)),
                (
                    "attack_id",
                    models.CharField(
                        blank=True,
                        max_length=10,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\AG\\d{4}\\Z", "An ATT&CK group id looks like G0125."
                            )
                        ],
                        verbose_name="ATT&CK group id",
                    ),
                ),
                ("misp_uuid", models.UUIDField(blank=True, null=True, verbose_name="MISP galaxy UUID")),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="CaseText",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="%(class)s",
                        serialize=False,
                        to="dossiers.item",
                    ),
                ),
                ("title", casefiles.dossiers.fields.LineField(max_length=300)),
                (
                    "standfirst",
                    casefiles.dossiers.fields.VerbatimField(
                        help_text="Two or three sentences: what the case is about and what is disputed."
                    ),
                ),
                (
                    "narrative",
                    casefiles.dossiers.fields.VerbatimField(
                        blank=True,
                        help_text="Markdown without HTML. Refer to an item by a link to item: and its id, for instance [the advisory](item:6f9619ff-8b86-4d01-b42d-00cf4fc964ff).",
                    ),
                ),
                (
                    "byline",
                    casefiles.dossiers.fields.LineField(
                        help_text="Who compiled it, as readers see it.", max_length=300
                    ),
                ),
                (
                    "approving_editor",
                    casefiles.dossiers.fields.LineField(
                        blank=True, help_text="Who answers for it, as readers see it.", max_length=300
                    ),
                ),
                (
                    "established",
                    casefiles.dossiers.fields.VerbatimField(
                        blank=True, help_text="Markdown.", verbose_name="what is established"
                    ),
                ),
                (
                    "not_established",
                    casefiles.dossiers.fields.VerbatimField(
                        blank=True, help_text="Markdown.", verbose_name="what is not established"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EditorNote",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="%(class)s",
                        serialize=False,
                        to="dossiers.item",
                    ),
                ),
                ("text", casefiles.dossiers.fields.VerbatimField()),
                ("resolved", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "editor’s note",
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="%(class)s",
                        serialize=False,
                        to="dossiers.item",
                    ),
                ),
                ("title", casefiles.dossiers.fields.LineField(max_length=300)),
                (
                    "evidence_type",
                    models.CharField(
                        choices=[
                            ("technical_indicator", "Technical indicator"),
                            ("behaviour", "Behaviour (ATT&CK technique)"),
                            ("document", "Document"),
                            ("testimony", "Testimony"),
                            ("financial", "Financial"),
                            ("infrastructure", "Infrastructure"),
                            ("image", "Image"),
                            ("record", "Record"),
                            ("none_published", "None was published with the claim"),
                        ],
                        max_length=30,
                        verbose_name="type",
                    ),
                ),
                ("description", casefiles.dossiers.fields.VerbatimField()),
                (
                    "technique_id",
                    models.CharField(
                        blank=True,
                        max_length=10,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\AT\\d{4}(\\.\\d{3})?\\Z", "An ATT&CK technique id looks like T1190 or T1505.003."
                            )
                        ],
                        verbose_name="ATT&CK technique",
                    ),
                ),
                (
                    "credibility",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "1 – confirmed by other sources"),
                            (2, "2 – probably true"),
                            (3, "3 – possibly true"),
                            (4, "4 – doubtful"),
                            (5, "5 – improbable"),
                            (6, "6 – truth cannot be judged"),
                        ],
                        help_text="For the desk alone. Blank: not rated.",
                        null=True,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "evidence",
                "ordering": ["title"],
            },
        ),
        migrations.CreateModel(
            name="Operation",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="%(class)s",
                        serialize=False,
                        to="dossiers.item",
                    ),
                ),
                ("name", casefiles.dossiers.fields.LineField(max_length=300)),
                (
                    "other_names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=casefiles.dossiers.fields.LineField(max_length=300),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "operation_type",
                    models.CharField(
                        choices=[("incident", "Incident"), ("campaign", "Campaign")], max_length=10, verbose_name="type"
                    ),
                ),
                (
                    "dates",
                    casefiles.dossiers.fields.PartialDateField(
                        blank=True,
                        help_text="When it took place, as exactly as it is known; 2011/2018 is an interval.",
                        max_length=60,
                    ),
                ),
                ("dates_earliest", models.DateField(blank=True, editable=False, null=True)),
                ("dates_latest", models.DateField(blank=True, editable=False, null=True)),
                ("affected_systems", casefiles.dossiers.fields.LineField(blank=True, max_length=300)),
                (
                    "sectors",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("agriculture", "Agriculture"),
                                ("aerospace", "Aerospace"),
                                ("automotive", "Automotive"),
                                ("chemical", "Chemical"),
                                ("commercial", "Commercial"),
                                ("communications", "Communications"),
                                ("construction", "Construction"),
                                ("defense", "Defence"),
                                ("education", "Education"),
                                ("energy", "Energy"),
                                ("entertainment", "Entertainment"),
                                ("financial-services", "Financial Services"),
                                ("government", "Government"),
                                ("government-local", "Government Local"),
                                ("government-national", "Government National"),
                                ("government-public-services", "Government Public Services"),
                                ("government-regional", "Government Regional"),
                                ("healthcare", "Healthcare"),
                                ("hospitality-leisure", "Hospitality Leisure"),
                                ("infrastructure", "Infrastructure"),
                                ("infrastructure-dams", "Infrastructure Dams"),
                                ("infrastructure-nuclear", "Infrastructure Nuclear"),
                                ("infrastructure-water", "Infrastructure Water"),
                                ("insurance", "Insurance"),
                                ("manufacturing", "Manufacturing"),
                                ("mining", "Mining"),
                                ("non-profit", "Non Profit"),
                                ("pharmaceuticals", "Pharmaceuticals"),
                                ("retail", "Retail"),
                                ("technology", "Technology"),
                                ("telecommunications", "Telecommunications"),
                                ("transportation", "Transportation (includes maritime)"),
                                ("utilities", "Utilities"),
                            ],
                            max_length=40,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "countries",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            max_length=2,
                            validators=[
                                django.core.validators.RegexValidator(
                                    "\\A[A-Z]{2}\\Z",
                                    "Write the country as two capital letters (ISO 3166-1), for instance FI.",
                                )
                            ],
                        ),
                        blank=True,
                        default=list,
                        help_text="Affected countries, ISO 3166-1 letters separated by commas.",
                        size=None,
                    ),
                ),
                ("description", casefiles.dossiers.fields.VerbatimField(blank=True)),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Publisher",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="%(class)s",
                        serialize=False,
                        to="dossiers.item",
                    ),
                ),
                ("name", casefiles.dossiers.fields.LineField(max_length=300)),
                (
                    "country",
                    models.CharField(
                        blank=True,
                        max_length=2,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[A-Z]{2}\\Z",
                                "Write the country as two capital letters (ISO 3166-1), for instance FI.",
                            )
                        ],
                    ),
                ),
                ("website", casefiles.dossiers.fields.AddressField(blank=True, max_length=2000)),
            ],
            options={
                "verbose_name": "outlet or issuer",
                "verbose_name_plural": "outlets and issuers",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contributions", to="dossiers.item"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["item", "user", "version"], name="contribution_who")],
            },
        ),
        migrations.CreateModel(
            name="MembershipHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("lead", models.BooleanField(default=False)),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.case",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_rows",
                        to="dossiers.membership",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PublisherReliability",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source_type",
                    models.CharField(
                        choices=[
                            ("news_report", "News report"),
                            ("government_statement", "Government statement"),
                            ("court_document", "Court document"),
                            ("technical_report", "Technical report"),
                            ("press_release", "Press release"),
                            ("social_media", "Social media post"),
                            ("interview", "Interview"),
                            ("data_set", "Data set"),
                            ("other", "Other"),
                        ],
                        max_length=30,
                        verbose_name="kind of report",
                    ),
                ),
                (
                    "reliability",
                    models.CharField(
                        choices=[
                            ("A", "A – completely reliable"),
                            ("B", "B – usually reliable"),
                            ("C", "C – fairly reliable"),
                            ("D", "D – not usually reliable"),
                            ("E", "E – unreliable"),
                            ("F", "F – reliability cannot be judged"),
                        ],
                        max_length=1,
                    ),
                ),
                (
                    "publisher",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reliabilities",
                        to="dossiers.publisher",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "publisher reliabilities",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("publisher", "source_type"),
                        name="reliability_once_per_kind",
                        violation_error_code="source_type",
                        violation_error_message="This kind of report is rated twice.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Alias",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="%(class)s",
                        serialize=False,
                        to="dossiers.item",
                    ),
                ),
                ("name", casefiles.dossiers.fields.LineField(max_length=300)),
                (
                    "reference_title",
                    casefiles.dossiers.fields.LineField(
                        blank=True, help_text="Where the name is used, in words.", max_length=300
                    ),
                ),
                ("reference_url", casefiles.dossiers.fields.AddressField(blank=True, max_length=2000)),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="aliases", to="dossiers.actor"
                    ),
                ),
                (
                    "coined_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.actor",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "aliases",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="%(class)s",
                        serialize=False,
                        to="dossiers.item",
                    ),
                ),
                ("title", casefiles.dossiers.fields.LineField(max_length=300)),
                (
                    "url",
                    casefiles.dossiers.fields.AddressField(
                        blank=True,
                        help_text="The page or document to archive.",
                        max_length=2000,
                        verbose_name="address",
                    ),
                ),
                (
                    "original_address",
                    casefiles.dossiers.fields.LineField(
                        blank=True,
                        help_text="Where the original stands, as text, if the address above is a digest of it.",
                        max_length=300,
                    ),
                ),
                ("authors", casefiles.dossiers.fields.LineField(blank=True, max_length=300)),
                (
                    "source_type",
                    models.CharField(
                        choices=[
                            ("news_report", "News report"),
                            ("government_statement", "Government statement"),
                            ("court_document", "Court document"),
                            ("technical_report", "Technical report"),
                            ("press_release", "Press release"),
                            ("social_media", "Social media post"),
                            ("interview", "Interview"),
                            ("data_set", "Data set"),
                            ("other", "Other"),
                        ],
                        default="news_report",
                        max_length=30,
                        verbose_name="kind",
                    ),
                ),
                (
                    "language",
                    casefiles.dossiers.fields.LanguageField(
                        default="en", help_text="BCP 47, for instance en, fi or zh-Hans.", max_length=35
                    ),
                ),
                (
                    "published",
                    casefiles.dossiers.fields.PartialDateField(
                        blank=True, help_text="Blank: the source has no date. Never guess one.", max_length=60
                    ),
                ),
                ("published_earliest", models.DateField(blank=True, editable=False, null=True)),
                ("published_latest", models.DateField(blank=True, editable=False, null=True)),
                ("accessed", models.DateField(blank=True, help_text="When you read it.", null=True)),
                (
                    "archiving",
                    models.CharField(
                        choices=[
                            ("now", "Archive it now"),
                            ("hold", "Do not contact this site yet"),
                            ("upload", "I will upload it"),
                        ],
                        default="now",
                        max_length=10,
                        verbose_name="how to archive",
                    ),
                ),
                (
                    "note",
                    casefiles.dossiers.fields.VerbatimField(
                        blank=True, help_text="What readers should know about this source."
                    ),
                ),
                (
                    "show_whole_copy",
                    models.BooleanField(
                        default=False,
                        help_text="Otherwise readers see the passages, when it was archived, and its digests.",
                        verbose_name="show readers the whole archived page",
                    ),
                ),
                (
                    "credibility",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "1 – confirmed by other sources"),
                            (2, "2 – probably true"),
                            (3, "3 – possibly true"),
                            (4, "4 – doubtful"),
                            (5, "5 – improbable"),
                            (6, "6 – truth cannot be judged"),
                        ],
                        help_text="For the desk alone. Blank: not rated.",
                        null=True,
                    ),
                ),
                (
                    "tlp",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("red", "TLP:RED"),
                            ("amber+strict", "TLP:AMBER+STRICT"),
                            ("amber", "TLP:AMBER"),
                            ("green", "TLP:GREEN"),
                            ("clear", "TLP:CLEAR"),
                        ],
                        max_length=15,
                        verbose_name="TLP",
                    ),
                ),
                (
                    "capture",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="archive.capture",
                        verbose_name="archived copy",
                    ),
                ),
                (
                    "cited_url",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="archive.citedurl",
                    ),
                ),
                (
                    "publisher",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.publisher",
                        verbose_name="outlet or issuer",
                    ),
                ),
            ],
            options={
                "ordering": ["title"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("archiving", "now"), _negated=True),
                            models.Q(("url", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="source_has_an_address_to_archive",
                        violation_error_code="url",
                        violation_error_message="Give the address to archive, or choose another way of archiving.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseTextHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("title", casefiles.dossiers.fields.LineField(max_length=300)),
                (
                    "standfirst",
                    casefiles.dossiers.fields.VerbatimField(
                        help_text="Two or three sentences: what the case is about and what is disputed."
                    ),
                ),
                (
                    "narrative",
                    casefiles.dossiers.fields.VerbatimField(
                        blank=True,
                        help_text="Markdown without HTML. Refer to an item by a link to item: and its id, for instance [the advisory](item:6f9619ff-8b86-4d01-b42d-00cf4fc964ff).",
                    ),
                ),
                (
                    "byline",
                    casefiles.dossiers.fields.LineField(
                        help_text="Who compiled it, as readers see it.", max_length=300
                    ),
                ),
                (
                    "approving_editor",
                    casefiles.dossiers.fields.LineField(
                        blank=True, help_text="Who answers for it, as readers see it.", max_length=300
                    ),
                ),
                (
                    "established",
                    casefiles.dossiers.fields.VerbatimField(
                        blank=True, help_text="Markdown.", verbose_name="what is established"
                    ),
                ),
                (
                    "not_established",
                    casefiles.dossiers.fields.VerbatimField(
                        blank=True, help_text="Markdown.", verbose_name="what is not established"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        serialize=False,
                        to="dossiers.item",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_rows",
                        to="dossiers.casetext",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EditorNoteHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("text", casefiles.dossiers.fields.VerbatimField()),
                ("resolved", models.BooleanField(default=False)),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        serialize=False,
                        to="dossiers.item",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_rows",
                        to="dossiers.editornote",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EvidenceHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("title", casefiles.dossiers.fields.LineField(max_length=300)),
                (
                    "evidence_type",
                    models.CharField(
                        choices=[
                            ("technical_indicator", "Technical indicator"),
                            ("behaviour", "Behaviour (ATT&CK technique)"),
                            ("document", "Document"),
                            ("testimony", "Testimony"),
                            ("financial", "Financial"),
                            ("infrastructure", "Infrastructure"),
                            ("image", "Image"),
                            ("record", "Record"),
                            ("none_published", "None was published with the claim"),
                        ],
                        max_length=30,
                        verbose_name="type",
                    ),
                ),
                ("description", casefiles.dossiers.fields.VerbatimField()),
                (
                    "technique_id",
                    models.CharField(
                        blank=True,
                        max_length=10,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\AT\\d{4}(\\.\\d{3})?\\Z", "An ATT&CK technique id looks like T1190 or T1505.003."
                            )
                        ],
                        verbose_name="ATT&CK technique",
                    ),
                ),
                (
                    "credibility",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "1 – confirmed by other sources"),
                            (2, "2 – probably true"),
                            (3, "3 – possibly true"),
                            (4, "4 – doubtful"),
                            (5, "5 – improbable"),
                            (6, "6 – truth cannot be judged"),
                        ],
                        help_text="For the desk alone. Blank: not rated.",
                        null=True,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        serialize=False,
                        to="dossiers.item",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_rows",
                        to="dossiers.evidence",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="NoteSubject",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.item"
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subject_rows",
                        to="dossiers.editornote",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("note", "subject"),
                        name="note_subject_once",
                        violation_error_code="subject",
                        violation_error_message="This item is named twice.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OperationHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("name", casefiles.dossiers.fields.LineField(max_length=300)),
                (
                    "other_names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=casefiles.dossiers.fields.LineField(max_length=300),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "operation_type",
                    models.CharField(
                        choices=[("incident", "Incident"), ("campaign", "Campaign")], max_length=10, verbose_name="type"
                    ),
                ),
                (
                    "dates",
                    casefiles.dossiers.fields.PartialDateField(
                        blank=True,
                        help_text="When it took place, as exactly as it is known; 2011/2018 is an interval.",
                        max_length=60,
                    ),
                ),
                ("dates_earliest", models.DateField(blank=True, editable=False, null=True)),
                ("dates_latest", models.DateField(blank=True, editable=False, null=True)),
                ("affected_systems", casefiles.dossiers.fields.LineField(blank=True, max_length=300)),
                (
                    "sectors",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("agriculture", "Agriculture"),
                                ("aerospace", "Aerospace"),
                                ("automotive", "Automotive"),
                                ("chemical", "Chemical"),
                                ("commercial", "Commercial"),
                                ("communications", "Communications"),
                                ("construction", "Construction"),
                                ("defense", "Defence"),
                                ("education", "Education"),
                                ("energy", "Energy"),
                                ("entertainment", "Entertainment"),
                                ("financial-services", "Financial Services"),
                                ("government", "Government"),
                                ("government-local", "Government Local"),
                                ("government-national", "Government National"),
                                ("government-public-services", "Government Public Services"),
                                ("government-regional", "Government Regional"),
                                ("healthcare", "Healthcare"),
                                ("hospitality-leisure", "Hospitality Leisure"),
                                ("infrastructure", "Infrastructure"),
                                ("infrastructure-dams", "Infrastructure Dams"),
                                ("infrastructure-nuclear", "Infrastructure Nuclear"),
                                ("infrastructure-water", "Infrastructure Water"),
                                ("insurance", "Insurance"),
                                ("manufacturing", "Manufacturing"),
                                ("mining", "Mining"),
                                ("non-profit", "Non Profit"),
                                ("pharmaceuticals", "Pharmaceuticals"),
                                ("retail", "Retail"),
                                ("technology", "Technology"),
                                ("telecommunications", "Telecommunications"),
                                ("transportation", "Transportation (includes maritime)"),
                                ("utilities", "Utilities"),
                            ],
                            max_length=40,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "countries",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            max_length=2,
                            validators=[
                                django.core.validators.RegexValidator(
                                    "\\A[A-Z]{2}\\Z",
                                    "Write the country as two capital letters (ISO 3166-1), for instance FI.",
                                )
                            ],
                        ),
                        blank=True,
                        default=list,
                        help_text="Affected countries, ISO 3166-1 letters separated by commas.",
                        size=None,
                    ),
                ),
                ("description", casefiles.dossiers.fields.VerbatimField(blank=True)),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        serialize=False,
                        to="dossiers.item",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_rows",
                        to="dossiers.operation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PublisherHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("name", casefiles.dossiers.fields.LineField(max_length=300)),
                (
                    "country",
                    models.CharField(
                        blank=True,
                        max_length=2,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[A-Z]{2}\\Z",
                                "Write the country as two capital letters (ISO 3166-1), for instance FI.",
                            )
                        ],
                    ),
                ),
                ("website", casefiles.dossiers.fields.AddressField(blank=True, max_length=2000)),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        serialize=False,
                        to="dossiers.item",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_rows",
                        to="dossiers.publisher",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ActorHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("name", casefiles.dossiers.fields.LineField(max_length=300)),
                (
                    "actor_type",
                    models.CharField(
                        choices=[
                            ("country", "Country"),
                            ("state_organ", "State organ"),
                            ("threat_group", "Threat group"),
                            ("company", "Company"),
                            ("international_organisation", "International organisation"),
                            ("person", "Person"),
                            ("unknown", "Unknown or not stated"),
                        ],
                        max_length=30,
                        verbose_name="type",
                    ),
                ),
                (
                    "country",
                    models.CharField(
                        blank=True,
                        help_text="ISO 3166-1, two letters. Blank: not stated.",
                        max_length=2,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[A-Z]{2}\\Z",
                                "Write the country as two capital letters (ISO 3166-1), for instance FI.",
                            )
                        ],
                    ),
                ),
                ("description", casefiles.dossiers.fields.VerbatimField(blank=True)),
                (
                    "attack_id",
                    models.CharField(
                        blank=True,
                        max_length=10,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\AG\\d{4}\\Z", "An ATT&CK group id looks like G0125."
                            )
                        ],
                        verbose_name="ATT&CK group id",
                    ),
                ),
                ("misp_uuid", models.UUIDField(blank=True, null=True, verbose_name="MISP galaxy UUID")),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        serialize=False,
                        to="dossiers.item",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_rows",
                        to="dossiers.actor",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EvidenceSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="source_rows", to="dossiers.evidence"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.source"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("evidence", "source"),
                        name="evidence_source_once",
                        violation_error_code="source",
                        violation_error_message="This source is named twice.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Relay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "relayed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.source"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="relay_rows", to="dossiers.source"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "relayed"),
                        name="relay_once",
                        violation_error_code="relayed",
                        violation_error_message="This source is named twice.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", models.F("relayed")), _negated=True),
                        name="relay_of_another",
                        violation_error_code="relayed",
                        violation_error_message="A source cannot repeat itself; choose the other one.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="%(class)s",
                        serialize=False,
                        to="dossiers.item",
                    ),
                ),
                ("date", casefiles.dossiers.fields.PartialDateField(blank=True, max_length=60)),
                ("date_earliest", models.DateField(blank=True, editable=False, null=True)),
                ("date_latest", models.DateField(blank=True, editable=False, null=True)),
                ("title", casefiles.dossiers.fields.LineField(max_length=300)),
                ("description", casefiles.dossiers.fields.VerbatimField(blank=True)),
                (
                    "operation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.operation",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.source"
                    ),
                ),
            ],
            options={
                "verbose_name": "timeline entry",
                "verbose_name_plural": "timeline entries",
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="%(class)s",
                        serialize=False,
                        to="dossiers.item",
                    ),
                ),
                (
                    "passage",
                    casefiles.dossiers.fields.VerbatimField(help_text="The words of the source, to the letter."),
                ),
                (
                    "prefix",
                    casefiles.dossiers.fields.VerbatimField(
                        blank=True, help_text="A few words before the passage, to find it by."
                    ),
                ),
                ("suffix", casefiles.dossiers.fields.VerbatimField(blank=True, help_text="A few words after it.")),
                (
                    "locator",
                    casefiles.dossiers.fields.LineField(
                        blank=True, help_text="Page, paragraph or timecode.", max_length=300
                    ),
                ),
                (
                    "speaker_name",
                    casefiles.dossiers.fields.LineField(blank=True, help_text="A named person.", max_length=300),
                ),
                ("speaker_role", casefiles.dossiers.fields.LineField(blank=True, max_length=300)),
                (
                    "speaker_description",
                    casefiles.dossiers.fields.LineField(
                        blank=True, help_text="The agreed description of somebody unnamed.", max_length=300
                    ),
                ),
                ("anonymity_reason", casefiles.dossiers.fields.LineField(blank=True, max_length=300)),
                ("how_they_know", casefiles.dossiers.fields.LineField(blank=True, max_length=300)),
                (
                    "speech",
                    models.CharField(
                        choices=[
                            ("direct", "The speaker’s own words, in a primary text"),
                            ("quoted", "Quoted by the source: the source’s rendering"),
                            ("reported", "Reported speech: the source’s wording"),
                        ],
                        default="reported",
                        max_length=10,
                    ),
                ),
                (
                    "said",
                    casefiles.dossiers.fields.PartialDateField(
                        blank=True, help_text="When it was said. Blank: not known.", max_length=60
                    ),
                ),
                ("said_earliest", models.DateField(blank=True, editable=False, null=True)),
                ("said_latest", models.DateField(blank=True, editable=False, null=True)),
                ("language", casefiles.dossiers.fields.LanguageField(default="en", help_text="BCP 47.", max_length=35)),
                ("translation", casefiles.dossiers.fields.VerbatimField(blank=True)),
                ("translator", casefiles.dossiers.fields.LineField(blank=True, max_length=300)),
                (
                    "unclear",
                    casefiles.dossiers.fields.VerbatimField(
                        blank=True, help_text="What is unclear about the wording, if anything."
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="statements", to="dossiers.source"
                    ),
                ),
                (
                    "speaker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.actor",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("passage", ""), _negated=True),
                        name="statement_has_a_passage",
                        violation_error_code="passage",
                        violation_error_message="Copy the passage from the source, to the letter.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("speaker__isnull", False),
                            models.Q(("speaker_name", ""), _negated=True),
                            models.Q(("speaker_description", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="statement_has_a_speaker",
                        violation_error_code="speaker",
                        violation_error_message="Say who speaks: an actor, a named person, or somebody’s agreed description.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("anonymity_reason", ""), ("speaker_description", "")),
                            models.Q(("speaker_name", ""), ("speaker_role", "")),
                            _connector="OR",
                        ),
                        name="statement_names_nobody_unnamed",
                        violation_error_code="speaker_name",
                        violation_error_message="Somebody who is not to be named has neither name nor role here: take them out, or take out how we agreed to call them and why they are not named.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoteSubjectHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_rows",
                        to="dossiers.notesubject",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.item",
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.editornote",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PublisherReliabilityHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "source_type",
                    models.CharField(
                        choices=[
                            ("news_report", "News report"),
                            ("government_statement", "Government statement"),
                            ("court_document", "Court document"),
                            ("technical_report", "Technical report"),
                            ("press_release", "Press release"),
                            ("social_media", "Social media post"),
                            ("interview", "Interview"),
                            ("data_set", "Data set"),
                            ("other", "Other"),
                        ],
                        max_length=30,
                        verbose_name="kind of report",
                    ),
                ),
                (
                    "reliability",
                    models.CharField(
                        choices=[
                            ("A", "A – completely reliable"),
                            ("B", "B – usually reliable"),
                            ("C", "C – fairly reliable"),
                            ("D", "D – not usually reliable"),
                            ("E", "E – unreliable"),
                            ("F", "F – reliability cannot be judged"),
                        ],
                        max_length=1,
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_rows",
                        to="dossiers.publisherreliability",
                    ),
                ),
                (
                    "publisher",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.publisher",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SourceHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("title", casefiles.dossiers.fields.LineField(max_length=300)),
                (
                    "url",
                    casefiles.dossiers.fields.AddressField(
                        blank=True,
                        help_text="The page or document to archive.",
                        max_length=2000,
                        verbose_name="address",
                    ),
                ),
                (
                    "original_address",
                    casefiles.dossiers.fields.LineField(
                        blank=True,
                        help_text="Where the original stands, as text, if the address above is a digest of it.",
                        max_length=300,
                    ),
                ),
                ("authors", casefiles.dossiers.fields.LineField(blank=True, max_length=300)),
                (
                    "source_type",
                    models.CharField(
                        choices=[
                            ("news_report", "News report"),
                            ("government_statement", "Government statement"),
                            ("court_document", "Court document"),
                            ("technical_report", "Technical report"),
                            ("press_release", "Press release"),
                            ("social_media", "Social media post"),
                            ("interview", "Interview"),
                            ("data_set", "Data set"),
                            ("other", "Other"),
                        ],
                        default="news_report",
                        max_length=30,
                        verbose_name="kind",
                    ),
                ),
                (
                    "language",
                    casefiles.dossiers.fields.LanguageField(
                        default="en", help_text="BCP 47, for instance en, fi or zh-Hans.", max_length=35
                    ),
                ),
                (
                    "published",
                    casefiles.dossiers.fields.PartialDateField(
                        blank=True, help_text="Blank: the source has no date. Never guess one.", max_length=60
                    ),
                ),
                ("published_earliest", models.DateField(blank=True, editable=False, null=True)),
                ("published_latest", models.DateField(blank=True, editable=False, null=True)),
                ("accessed", models.DateField(blank=True, help_text="When you read it.", null=True)),
                (
                    "archiving",
                    models.CharField(
                        choices=[
                            ("now", "Archive it now"),
                            ("hold", "Do not contact this site yet"),
                            ("upload", "I will upload it"),
                        ],
                        default="now",
                        max_length=10,
                        verbose_name="how to archive",
                    ),
                ),
                (
                    "note",
                    casefiles.dossiers.fields.VerbatimField(
                        blank=True, help_text="What readers should know about this source."
                    ),
                ),
                (
                    "show_whole_copy",
                    models.BooleanField(
                        default=False,
                        help_text="Otherwise readers see the passages, when it was archived, and its digests.",
                        verbose_name="show readers the whole archived page",
                    ),
                ),
                (
                    "credibility",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "1 – confirmed by other sources"),
                            (2, "2 – probably true"),
                            (3, "3 – possibly true"),
                            (4, "4 – doubtful"),
                            (5, "5 – improbable"),
                            (6, "6 – truth cannot be judged"),
                        ],
                        help_text="For the desk alone. Blank: not rated.",
                        null=True,
                    ),
                ),
                (
                    "tlp",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("red", "TLP:RED"),
                            ("amber+strict", "TLP:AMBER+STRICT"),
                            ("amber", "TLP:AMBER"),
                            ("green", "TLP:GREEN"),
                            ("clear", "TLP:CLEAR"),
                        ],
                        max_length=15,
                        verbose_name="TLP",
                    ),
                ),
                (
                    "capture",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="archive.capture",
                        verbose_name="archived copy",
                    ),
                ),
                (
                    "cited_url",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="archive.citedurl",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        serialize=False,
                        to="dossiers.item",
                    ),
                ),
                (
                    "publisher",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.publisher",
                        verbose_name="outlet or issuer",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_rows",
                        to="dossiers.source",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AliasHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("name", casefiles.dossiers.fields.LineField(max_length=300)),
                (
                    "reference_title",
                    casefiles.dossiers.fields.LineField(
                        blank=True, help_text="Where the name is used, in words.", max_length=300
                    ),
                ),
                ("reference_url", casefiles.dossiers.fields.AddressField(blank=True, max_length=2000)),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        serialize=False,
                        to="dossiers.item",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.actor",
                    ),
                ),
                (
                    "coined_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.actor",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_rows",
                        to="dossiers.alias",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EvidenceStatement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statement_rows",
                        to="dossiers.evidence",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.statement"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("evidence", "statement"),
                        name="evidence_statement_once",
                        violation_error_code="statement",
                        violation_error_message="This statement is named twice.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ActorLink",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="%(class)s",
                        serialize=False,
                        to="dossiers.item",
                    ),
                ),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("part_of", "is part of"),
                            ("sponsored_by", "is sponsored by"),
                            ("same_as", "is the same as"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.actor"
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.actor"
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.statement"
                    ),
                ),
            ],
            options={
                "verbose_name": "link between actors",
                "verbose_name_plural": "links between actors",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("subject", models.F("object")), _negated=True),
                        name="actor_link_two_actors",
                        violation_error_code="object",
                        violation_error_message="A link joins two different actors.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attribution",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="%(class)s",
                        serialize=False,
                        to="dossiers.item",
                    ),
                ),
                (
                    "accused_as_said",
                    casefiles.dossiers.fields.LineField(
                        blank=True,
                        help_text="If the source words it otherwise: “from the territory of …”.",
                        max_length=300,
                    ),
                ),
                (
                    "stance",
                    models.CharField(
                        choices=[
                            ("accuses", "accuses"),
                            ("supports", "supports another’s claim"),
                            ("declines", "declines to attribute"),
                            ("denies", "denies"),
                            ("withdraws", "withdraws an earlier claim"),
                            ("contests", "contests"),
                        ],
                        default="accuses",
                        max_length=10,
                    ),
                ),
                (
                    "words",
                    models.CharField(
                        choices=[
                            ("expresses_concern", "expresses concern"),
                            ("calls_on", "calls on to act"),
                            ("condemns", "condemns"),
                            ("supports_or_acknowledges", "acknowledges or supports another’s attribution"),
                            ("links", "links"),
                            ("attributes", "attributes"),
                            ("formally_accuses", "formally accuses"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "verb",
                    casefiles.dossiers.fields.LineField(
                        blank=True, help_text="The verb itself, as the source has it.", max_length=300
                    ),
                ),
                (
                    "yardstick",
                    models.CharField(
                        choices=[
                            ("none_stated", "None stated"),
                            ("icd203", "ICD 203 (United States)"),
                            ("phia", "PHIA probability yardstick (United Kingdom)"),
                        ],
                        default="none_stated",
                        max_length=15,
                    ),
                ),
                (
                    "likelihood",
                    models.CharField(
                        choices=[
                            ("none_stated", "None stated"),
                            ("icd203:almost-no-chance", "almost no chance (ICD 203: 1–5 %)"),
                            ("icd203:very-unlikely", "very unlikely (ICD 203: 5–20 %)"),
                            ("icd203:unlikely", "unlikely (ICD 203: 20–45 %)"),
                            ("icd203:roughly-even-chance", "roughly even chance (ICD 203: 45–55 %)"),
                            ("icd203:likely", "likely (ICD 203: 55–80 %)"),
                            ("icd203:very-likely", "very likely (ICD 203: 80–95 %)"),
                            ("icd203:almost-certain", "almost certain (ICD 203: 95–99 %)"),
                            ("phia:remote-chance", "remote chance (PHIA: 0–5 %)"),
                            ("phia:highly-unlikely", "highly unlikely (PHIA: 10–20 %)"),
                            ("phia:unlikely", "unlikely (PHIA: 25–35 %)"),
                            ("phia:realistic-possibility", "realistic possibility (PHIA: 40–50 %)"),
                            ("phia:likely", "likely or probable (PHIA: 55–75 %)"),
                            ("phia:highly-likely", "highly likely (PHIA: 80–90 %)"),
                            ("phia:almost-certain", "almost certain (PHIA: 95–100 %)"),
                        ],
                        default="none_stated",
                        max_length=40,
                    ),
                ),
                ("likelihood_as_said", casefiles.dossiers.fields.LineField(blank=True, max_length=300)),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("none_stated", "None stated"),
                            ("low", "Low"),
                            ("moderate", "Moderate"),
                            ("high", "High"),
                        ],
                        default="none_stated",
                        max_length=15,
                        verbose_name="confidence as stated",
                    ),
                ),
                ("confidence_as_said", casefiles.dossiers.fields.LineField(blank=True, max_length=300)),
                (
                    "responsibility",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("state-prohibited", "State-prohibited"),
                            ("state-prohibited-but-inadequate", "State-prohibited but inadequate"),
                            ("state-ignored", "State-ignored"),
                            ("state-encouraged", "State-encouraged"),
                            ("state-shaped", "State-shaped"),
                            ("state-coordinated", "State-coordinated"),
                            ("state-ordered", "State-ordered"),
                            ("state-rogue-conducted", "State-rogue-conducted"),
                            ("state-executed", "State-executed"),
                            ("state-integrated", "State-integrated"),
                        ],
                        max_length=40,
                        verbose_name="state responsibility",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("attacker_confirms", "Attacker confirms"),
                            ("it_security_community", "IT-security community"),
                            ("receiver_government", "Receiver government or state entity"),
                            ("receiver", "Receiver"),
                            ("third_party", "Third party"),
                            ("media_based", "Media-based"),
                            ("contested", "Contested"),
                            ("eu_institution", "EU institution or agency"),
                            ("international_organisation", "International organisation"),
                            ("not_available", "Not available"),
                        ],
                        default="not_available",
                        max_length=30,
                    ),
                ),
                (
                    "attribution_type",
                    models.CharField(
                        choices=[
                            ("technical_report", "Technical report"),
                            ("self_attribution", "Self-attribution"),
                            ("direct_statement_in_media", "Direct statement in media"),
                            ("anonymous_statement_in_media", "Anonymous statement in media"),
                            ("media_report", "Media report"),
                            ("political_statement", "Political statement or report"),
                            ("domestic_legal_action", "Domestic legal action"),
                            ("media_and_political_statement", "Media and political statement"),
                            ("political_statement_and_sanctions", "Political statement and indictment or sanctions"),
                            ("unclear", "Type unclear"),
                        ],
                        default="unclear",
                        max_length=40,
                        verbose_name="type",
                    ),
                ),
                (
                    "caveat",
                    casefiles.dossiers.fields.VerbatimField(
                        blank=True, help_text="What readers must know about this claim, if anything."
                    ),
                ),
                (
                    "our_confidence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none_stated", "None stated"),
                            ("low", "Low"),
                            ("moderate", "Moderate"),
                            ("high", "High"),
                        ],
                        max_length=15,
                    ),
                ),
                ("our_confidence_on", models.DateField(blank=True, null=True)),
                (
                    "accused",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.actor"
                    ),
                ),
                (
                    "accuser",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.actor"
                    ),
                ),
                (
                    "our_confidence_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "operation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attributions",
                        to="dossiers.operation",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attributions",
                        to="dossiers.statement",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("likelihood", "none_stated"), ("yardstick", "none_stated")),
                            models.Q(("likelihood__startswith", "icd203:"), ("yardstick", "icd203")),
                            models.Q(("likelihood__startswith", "phia:"), ("yardstick", "phia")),
                            _connector="OR",
                        ),
                        name="attribution_likelihood_in_its_yardstick",
                        violation_error_code="likelihood",
                        violation_error_message="Choose a likelihood of the yardstick beside it, or “none stated” in both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("our_confidence", ""),
                                ("our_confidence_by__isnull", True),
                                ("our_confidence_on__isnull", True),
                            ),
                            models.Q(
                                models.Q(("our_confidence", ""), _negated=True),
                                ("our_confidence_by__isnull", False),
                                ("our_confidence_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="attribution_our_confidence_signed",
                        violation_error_code="our_confidence",
                        violation_error_message="Our own confidence is signed and dated.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Impact",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="%(class)s",
                        serialize=False,
                        to="dossiers.item",
                    ),
                ),
                (
                    "amount",
                    casefiles.dossiers.fields.LineField(
                        help_text="The figure as the source has it, for instance 30,000.", max_length=60
                    ),
                ),
                (
                    "unit",
                    casefiles.dossiers.fields.LineField(
                        help_text="Of what: organisations, people, US dollars.", max_length=300
                    ),
                ),
                (
                    "scope",
                    casefiles.dossiers.fields.LineField(
                        blank=True, help_text="Where and when: in the United States alone.", max_length=300
                    ),
                ),
                (
                    "estimate_by",
                    casefiles.dossiers.fields.LineField(
                        blank=True, help_text="Whose estimate. Blank: no source is named.", max_length=300
                    ),
                ),
                (
                    "operation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="impacts", to="dossiers.operation"
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.statement"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LegalAction",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="%(class)s",
                        serialize=False,
                        to="dossiers.item",
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("complaint", "Criminal complaint"),
                            ("indicted", "Indictment"),
                            ("unsealed", "Indictment unsealed"),
                            ("convicted", "Conviction"),
                            ("acquitted", "Acquittal"),
                            ("dismissed", "Dismissal"),
                            ("sanction_listed", "Sanctions"),
                            ("sanction_delisted", "Sanctions lifted"),
                            ("expulsion", "Expulsion"),
                            ("protest", "Protest"),
                            ("statement", "Statement"),
                            ("none_found", "None found"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "against",
                    casefiles.dossiers.fields.LineField(
                        blank=True, help_text="Against whom, as the source has it.", max_length=300
                    ),
                ),
                ("date", casefiles.dossiers.fields.PartialDateField(blank=True, max_length=60)),
                ("date_earliest", models.DateField(blank=True, editable=False, null=True)),
                ("date_latest", models.DateField(blank=True, editable=False, null=True)),
                (
                    "description",
                    casefiles.dossiers.fields.VerbatimField(help_text="What was done, in a sentence or two."),
                ),
                (
                    "present_status",
                    casefiles.dossiers.fields.LineField(blank=True, help_text="Where it stands today.", max_length=300),
                ),
                (
                    "against_actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.actor",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.actor"
                    ),
                ),
                (
                    "operation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="legal_actions",
                        to="dossiers.operation",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.source"
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.statement",
                    ),
                ),
            ],
            options={
                "verbose_name": "government or legal action",
            },
        ),
        migrations.CreateModel(
            name="ReplyRequest",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="%(class)s",
                        serialize=False,
                        to="dossiers.item",
                    ),
                ),
                (
                    "allegations",
                    casefiles.dossiers.fields.VerbatimField(help_text="What was, or would have been, put to them."),
                ),
                ("channel", casefiles.dossiers.fields.LineField(blank=True, max_length=300)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("deadline", models.DateTimeField(blank=True, null=True)),
                (
                    "deadline_zone",
                    casefiles.dossiers.fields.LineField(
                        blank=True, help_text="For instance Asia/Shanghai.", max_length=60
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("pending", "Waiting for an answer"),
                            ("answered", "Answered"),
                            ("public_reply", "Replied in public"),
                            ("declined", "Declined to comment"),
                            ("silent", "Did not answer"),
                            ("not_sought", "Not sought"),
                        ],
                        default="pending",
                        max_length=15,
                    ),
                ),
                ("why_not_sought", casefiles.dossiers.fields.VerbatimField(blank=True)),
                (
                    "reply",
                    casefiles.dossiers.fields.VerbatimField(
                        blank=True, help_text="The reply, to the letter or as its source reports it."
                    ),
                ),
                ("replied", casefiles.dossiers.fields.PartialDateField(blank=True, max_length=60)),
                ("replied_earliest", models.DateField(blank=True, editable=False, null=True)),
                ("replied_latest", models.DateField(blank=True, editable=False, null=True)),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.actor"
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        blank=True,
                        help_text="The reply’s own source.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.statement",
                    ),
                ),
            ],
            options={
                "verbose_name": "right of reply",
                "verbose_name_plural": "rights of reply",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "not_sought"), _negated=True),
                            models.Q(("why_not_sought", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="reply_not_sought_says_why",
                        violation_error_code="why_not_sought",
                        violation_error_message="Say why no reply was sought.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome__in", ["answered", "public_reply"]), _negated=True),
                            models.Q(("reply", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="reply_answered_has_the_reply",
                        violation_error_code="reply",
                        violation_error_message="Give the reply, to the letter or as its source reports it.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EventHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("date", casefiles.dossiers.fields.PartialDateField(blank=True, max_length=60)),
                ("date_earliest", models.DateField(blank=True, editable=False, null=True)),
                ("date_latest", models.DateField(blank=True, editable=False, null=True)),
                ("title", casefiles.dossiers.fields.LineField(max_length=300)),
                ("description", casefiles.dossiers.fields.VerbatimField(blank=True)),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        serialize=False,
                        to="dossiers.item",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_rows",
                        to="dossiers.event",
                    ),
                ),
                (
                    "operation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.operation",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.source",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EvidenceSourceHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_rows",
                        to="dossiers.evidencesource",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.evidence",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.source",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RelayHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_rows",
                        to="dossiers.relay",
                    ),
                ),
                (
                    "relayed",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.source",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.source",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StatementHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "passage",
                    casefiles.dossiers.fields.VerbatimField(help_text="The words of the source, to the letter."),
                ),
                (
                    "prefix",
                    casefiles.dossiers.fields.VerbatimField(
                        blank=True, help_text="A few words before the passage, to find it by."
                    ),
                ),
                ("suffix", casefiles.dossiers.fields.VerbatimField(blank=True, help_text="A few words after it.")),
                (
                    "locator",
                    casefiles.dossiers.fields.LineField(
                        blank=True, help_text="Page, paragraph or timecode.", max_length=300
                    ),
                ),
                (
                    "speaker_name",
                    casefiles.dossiers.fields.LineField(blank=True, help_text="A named person.", max_length=300),
                ),
                ("speaker_role", casefiles.dossiers.fields.LineField(blank=True, max_length=300)),
                (
                    "speaker_description",
                    casefiles.dossiers.fields.LineField(
                        blank=True, help_text="The agreed description of somebody unnamed.", max_length=300
                    ),
                ),
                ("anonymity_reason", casefiles.dossiers.fields.LineField(blank=True, max_length=300)),
                ("how_they_know", casefiles.dossiers.fields.LineField(blank=True, max_length=300)),
                (
                    "speech",
                    models.CharField(
                        choices=[
                            ("direct", "The speaker’s own words, in a primary text"),
                            ("quoted", "Quoted by the source: the source’s rendering"),
                            ("reported", "Reported speech: the source’s wording"),
                        ],
                        default="reported",
                        max_length=10,
                    ),
                ),
                (
                    "said",
                    casefiles.dossiers.fields.PartialDateField(
                        blank=True, help_text="When it was said. Blank: not known.", max_length=60
                    ),
                ),
                ("said_earliest", models.DateField(blank=True, editable=False, null=True)),
                ("said_latest", models.DateField(blank=True, editable=False, null=True)),
                ("language", casefiles.dossiers.fields.LanguageField(default="en", help_text="BCP 47.", max_length=35)),
                ("translation", casefiles.dossiers.fields.VerbatimField(blank=True)),
                ("translator", casefiles.dossiers.fields.LineField(blank=True, max_length=300)),
                (
                    "unclear",
                    casefiles.dossiers.fields.VerbatimField(
                        blank=True, help_text="What is unclear about the wording, if anything."
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        serialize=False,
                        to="dossiers.item",
                    ),
                ),
                (
                    "speaker",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.actor",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.source",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_rows",
                        to="dossiers.statement",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EvidenceBearing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "bearing",
                    models.CharField(
                        choices=[("supports", "supports"), ("undermines", "undermines")],
                        default="supports",
                        max_length=12,
                    ),
                ),
                (
                    "attribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.attribution"
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bearing_rows", to="dossiers.evidence"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("evidence", "attribution"),
                        name="evidence_bearing_once",
                        violation_error_code="attribution",
                        violation_error_message="This claim is named twice.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReplyRequestAttribution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "attribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.attribution"
                    ),
                ),
                (
                    "reply_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attribution_rows",
                        to="dossiers.replyrequest",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("reply_request", "attribution"),
                        name="reply_claim_once",
                        violation_error_code="attribution",
                        violation_error_message="This claim is named twice.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EvidenceStatementHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_rows",
                        to="dossiers.evidencestatement",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.evidence",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.statement",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ImpactHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "amount",
                    casefiles.dossiers.fields.LineField(
                        help_text="The figure as the source has it, for instance 30,000.", max_length=60
                    ),
                ),
                (
                    "unit",
                    casefiles.dossiers.fields.LineField(
                        help_text="Of what: organisations, people, US dollars.", max_length=300
                    ),
                ),
                (
                    "scope",
                    casefiles.dossiers.fields.LineField(
                        blank=True, help_text="Where and when: in the United States alone.", max_length=300
                    ),
                ),
                (
                    "estimate_by",
                    casefiles.dossiers.fields.LineField(
                        blank=True, help_text="Whose estimate. Blank: no source is named.", max_length=300
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        serialize=False,
                        to="dossiers.item",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_rows",
                        to="dossiers.impact",
                    ),
                ),
                (
                    "operation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.operation",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.statement",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReplyRequestHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "allegations",
                    casefiles.dossiers.fields.VerbatimField(help_text="What was, or would have been, put to them."),
                ),
                ("channel", casefiles.dossiers.fields.LineField(blank=True, max_length=300)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("deadline", models.DateTimeField(blank=True, null=True)),
                (
                    "deadline_zone",
                    casefiles.dossiers.fields.LineField(
                        blank=True, help_text="For instance Asia/Shanghai.", max_length=60
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("pending", "Waiting for an answer"),
                            ("answered", "Answered"),
                            ("public_reply", "Replied in public"),
                            ("declined", "Declined to comment"),
                            ("silent", "Did not answer"),
                            ("not_sought", "Not sought"),
                        ],
                        default="pending",
                        max_length=15,
                    ),
                ),
                ("why_not_sought", casefiles.dossiers.fields.VerbatimField(blank=True)),
                (
                    "reply",
                    casefiles.dossiers.fields.VerbatimField(
                        blank=True, help_text="The reply, to the letter or as its source reports it."
                    ),
                ),
                ("replied", casefiles.dossiers.fields.PartialDateField(blank=True, max_length=60)),
                ("replied_earliest", models.DateField(blank=True, editable=False, null=True)),
                ("replied_latest", models.DateField(blank=True, editable=False, null=True)),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        serialize=False,
                        to="dossiers.item",
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.actor",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_rows",
                        to="dossiers.replyrequest",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="The reply’s own source.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.statement",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LegalActionHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("complaint", "Criminal complaint"),
                            ("indicted", "Indictment"),
                            ("unsealed", "Indictment unsealed"),
                            ("convicted", "Conviction"),
                            ("acquitted", "Acquittal"),
                            ("dismissed", "Dismissal"),
                            ("sanction_listed", "Sanctions"),
                            ("sanction_delisted", "Sanctions lifted"),
                            ("expulsion", "Expulsion"),
                            ("protest", "Protest"),
                            ("statement", "Statement"),
                            ("none_found", "None found"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "against",
                    casefiles.dossiers.fields.LineField(
                        blank=True, help_text="Against whom, as the source has it.", max_length=300
                    ),
                ),
                ("date", casefiles.dossiers.fields.PartialDateField(blank=True, max_length=60)),
                ("date_earliest", models.DateField(blank=True, editable=False, null=True)),
                ("date_latest", models.DateField(blank=True, editable=False, null=True)),
                (
                    "description",
                    casefiles.dossiers.fields.VerbatimField(help_text="What was done, in a sentence or two."),
                ),
                (
                    "present_status",
                    casefiles.dossiers.fields.LineField(blank=True, help_text="Where it stands today.", max_length=300),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        serialize=False,
                        to="dossiers.item",
                    ),
                ),
                (
                    "against_actor",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.actor",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.actor",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_rows",
                        to="dossiers.legalaction",
                    ),
                ),
                (
                    "operation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.operation",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.source",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.statement",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AttributionHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "accused_as_said",
                    casefiles.dossiers.fields.LineField(
                        blank=True,
                        help_text="If the source words it otherwise: “from the territory of …”.",
                        max_length=300,
                    ),
                ),
                (
                    "stance",
                    models.CharField(
                        choices=[
                            ("accuses", "accuses"),
                            ("supports", "supports another’s claim"),
                            ("declines", "declines to attribute"),
                            ("denies", "denies"),
                            ("withdraws", "withdraws an earlier claim"),
                            ("contests", "contests"),
                        ],
                        default="accuses",
                        max_length=10,
                    ),
                ),
                (
                    "words",
                    models.CharField(
                        choices=[
                            ("expresses_concern", "expresses concern"),
                            ("calls_on", "calls on to act"),
                            ("condemns", "condemns"),
                            ("supports_or_acknowledges", "acknowledges or supports another’s attribution"),
                            ("links", "links"),
                            ("attributes", "attributes"),
                            ("formally_accuses", "formally accuses"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "verb",
                    casefiles.dossiers.fields.LineField(
                        blank=True, help_text="The verb itself, as the source has it.", max_length=300
                    ),
                ),
                (
                    "yardstick",
                    models.CharField(
                        choices=[
                            ("none_stated", "None stated"),
                            ("icd203", "ICD 203 (United States)"),
                            ("phia", "PHIA probability yardstick (United Kingdom)"),
                        ],
                        default="none_stated",
                        max_length=15,
                    ),
                ),
                (
                    "likelihood",
                    models.CharField(
                        choices=[
                            ("none_stated", "None stated"),
                            ("icd203:almost-no-chance", "almost no chance (ICD 203: 1–5 %)"),
                            ("icd203:very-unlikely", "very unlikely (ICD 203: 5–20 %)"),
                            ("icd203:unlikely", "unlikely (ICD 203: 20–45 %)"),
                            ("icd203:roughly-even-chance", "roughly even chance (ICD 203: 45–55 %)"),
                            ("icd203:likely", "likely (ICD 203: 55–80 %)"),
                            ("icd203:very-likely", "very likely (ICD 203: 80–95 %)"),
                            ("icd203:almost-certain", "almost certain (ICD 203: 95–99 %)"),
                            ("phia:remote-chance", "remote chance (PHIA: 0–5 %)"),
                            ("phia:highly-unlikely", "highly unlikely (PHIA: 10–20 %)"),
                            ("phia:unlikely", "unlikely (PHIA: 25–35 %)"),
                            ("phia:realistic-possibility", "realistic possibility (PHIA: 40–50 %)"),
                            ("phia:likely", "likely or probable (PHIA: 55–75 %)"),
                            ("phia:highly-likely", "highly likely (PHIA: 80–90 %)"),
                            ("phia:almost-certain", "almost certain (PHIA: 95–100 %)"),
                        ],
                        default="none_stated",
                        max_length=40,
                    ),
                ),
                ("likelihood_as_said", casefiles.dossiers.fields.LineField(blank=True, max_length=300)),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("none_stated", "None stated"),
                            ("low", "Low"),
                            ("moderate", "Moderate"),
                            ("high", "High"),
                        ],
                        default="none_stated",
                        max_length=15,
                        verbose_name="confidence as stated",
                    ),
                ),
                ("confidence_as_said", casefiles.dossiers.fields.LineField(blank=True, max_length=300)),
                (
                    "responsibility",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("state-prohibited", "State-prohibited"),
                            ("state-prohibited-but-inadequate", "State-prohibited but inadequate"),
                            ("state-ignored", "State-ignored"),
                            ("state-encouraged", "State-encouraged"),
                            ("state-shaped", "State-shaped"),
                            ("state-coordinated", "State-coordinated"),
                            ("state-ordered", "State-ordered"),
                            ("state-rogue-conducted", "State-rogue-conducted"),
                            ("state-executed", "State-executed"),
                            ("state-integrated", "State-integrated"),
                        ],
                        max_length=40,
                        verbose_name="state responsibility",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("attacker_confirms", "Attacker confirms"),
                            ("it_security_community", "IT-security community"),
                            ("receiver_government", "Receiver government or state entity"),
                            ("receiver", "Receiver"),
                            ("third_party", "Third party"),
                            ("media_based", "Media-based"),
                            ("contested", "Contested"),
                            ("eu_institution", "EU institution or agency"),
                            ("international_organisation", "International organisation"),
                            ("not_available", "Not available"),
                        ],
                        default="not_available",
                        max_length=30,
                    ),
                ),
                (
                    "attribution_type",
                    models.CharField(
                        choices=[
                            ("technical_report", "Technical report"),
                            ("self_attribution", "Self-attribution"),
                            ("direct_statement_in_media", "Direct statement in media"),
                            ("anonymous_statement_in_media", "Anonymous statement in media"),
                            ("media_report", "Media report"),
                            ("political_statement", "Political statement or report"),
                            ("domestic_legal_action", "Domestic legal action"),
                            ("media_and_political_statement", "Media and political statement"),
                            ("political_statement_and_sanctions", "Political statement and indictment or sanctions"),
                            ("unclear", "Type unclear"),
                        ],
                        default="unclear",
                        max_length=40,
                        verbose_name="type",
                    ),
                ),
                (
                    "caveat",
                    casefiles.dossiers.fields.VerbatimField(
                        blank=True, help_text="What readers must know about this claim, if anything."
                    ),
                ),
                (
                    "our_confidence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none_stated", "None stated"),
                            ("low", "Low"),
                            ("moderate", "Moderate"),
                            ("high", "High"),
                        ],
                        max_length=15,
                    ),
                ),
                ("our_confidence_on", models.DateField(blank=True, null=True)),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        serialize=False,
                        to="dossiers.item",
                    ),
                ),
                (
                    "our_confidence_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "accused",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.actor",
                    ),
                ),
                (
                    "accuser",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.actor",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_rows",
                        to="dossiers.attribution",
                    ),
                ),
                (
                    "operation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.operation",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.statement",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ActorLinkHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("part_of", "is part of"),
                            ("sponsored_by", "is sponsored by"),
                            ("same_as", "is the same as"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        serialize=False,
                        to="dossiers.item",
                    ),
                ),
                (
                    "object",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.actor",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.actor",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_rows",
                        to="dossiers.actorlink",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.statement",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EvidenceBearingHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "bearing",
                    models.CharField(
                        choices=[("supports", "supports"), ("undermines", "undermines")],
                        default="supports",
                        max_length=12,
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_rows",
                        to="dossiers.evidencebearing",
                    ),
                ),
                (
                    "attribution",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.attribution",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.evidence",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReplyRequestAttributionHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_rows",
                        to="dossiers.replyrequestattribution",
                    ),
                ),
                (
                    "attribution",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.attribution",
                    ),
                ),
                (
                    "reply_request",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dossiers.replyrequest",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="case",
            name="members",
            field=models.ManyToManyField(related_name="+", through="dossiers.Membership", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="editornote",
            name="subjects",
            field=models.ManyToManyField(
                blank=True, related_name="+", through="dossiers.NoteSubject", to="dossiers.item"
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="attributions",
            field=models.ManyToManyField(
                blank=True, related_name="+", through="dossiers.EvidenceBearing", to="dossiers.attribution"
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="sources",
            field=models.ManyToManyField(
                blank=True, related_name="+", through="dossiers.EvidenceSource", to="dossiers.source"
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="statements",
            field=models.ManyToManyField(
                blank=True, related_name="+", through="dossiers.EvidenceStatement", to="dossiers.statement"
            ),
        ),
        migrations.AddField(
            model_name="replyrequest",
            name="attributions",
            field=models.ManyToManyField(
                blank=True, related_name="+", through="dossiers.ReplyRequestAttribution", to="dossiers.attribution"
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="relays",
            field=models.ManyToManyField(blank=True, related_name="+", through="dossiers.Relay", to="dossiers.source"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actor",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_actorhistory" ("actor_type", "attack_id", "country", "description", "item_id", "misp_uuid", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."actor_type", NEW."attack_id", NEW."country", NEW."description", NEW."item_id", NEW."misp_uuid", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."item_id"); RETURN NULL;',
                    hash="86d9631c4c04999c829a3c54e96d7580525f7cca",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_feaf0",
                    table="dossiers_actor",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actor",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "dossiers_actorhistory" ("actor_type", "attack_id", "country", "description", "item_id", "misp_uuid", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."actor_type", NEW."attack_id", NEW."country", NEW."description", NEW."item_id", NEW."misp_uuid", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."item_id"); RETURN NULL;',
                    hash="94215f1fa8940fc23a137ebb9d03c61fe9172db8",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b9f7d",
                    table="dossiers_actor",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actor",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_actorhistory" ("actor_type", "attack_id", "country", "description", "item_id", "misp_uuid", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."actor_type", OLD."attack_id", OLD."country", OLD."description", OLD."item_id", OLD."misp_uuid", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."item_id"); RETURN NULL;',
                    hash="3eba8f61a42964682acdd8727fa99f4b5dad390e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4f3c7",
                    table="dossiers_actor",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="casetext",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_casetexthistory" ("approving_editor", "byline", "established", "item_id", "narrative", "not_established", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "standfirst", "title") VALUES (NEW."approving_editor", NEW."byline", NEW."established", NEW."item_id", NEW."narrative", NEW."not_established", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."item_id", NEW."standfirst", NEW."title"); RETURN NULL;',
                    hash="df4edca0f0c10090993f02f9b7f9147b30c3ae7b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0ef2b",
                    table="dossiers_casetext",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="casetext",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "dossiers_casetexthistory" ("approving_editor", "byline", "established", "item_id", "narrative", "not_established", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "standfirst", "title") VALUES (NEW."approving_editor", NEW."byline", NEW."established", NEW."item_id", NEW."narrative", NEW."not_established", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."item_id", NEW."standfirst", NEW."title"); RETURN NULL;',
                    hash="2dd73ccb1f9c0eaeca33926595dad047a13a62ff",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ea9c3",
                    table="dossiers_casetext",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="casetext",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_casetexthistory" ("approving_editor", "byline", "established", "item_id", "narrative", "not_established", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "standfirst", "title") VALUES (OLD."approving_editor", OLD."byline", OLD."established", OLD."item_id", OLD."narrative", OLD."not_established", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."item_id", OLD."standfirst", OLD."title"); RETURN NULL;',
                    hash="18ab1ee20dfbdaace07e50a0a170400b8722a52f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_509c7",
                    table="dossiers_casetext",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="operation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_operationhistory" ("affected_systems", "countries", "dates", "dates_earliest", "dates_latest", "description", "item_id", "name", "operation_type", "other_names", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sectors") VALUES (NEW."affected_systems", NEW."countries", NEW."dates", NEW."dates_earliest", NEW."dates_latest", NEW."description", NEW."item_id", NEW."name", NEW."operation_type", NEW."other_names", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."item_id", NEW."sectors"); RETURN NULL;',
                    hash="4129d8472142e0317601f572c7f244cc964a75c6",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3fb80",
                    table="dossiers_operation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="operation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "dossiers_operationhistory" ("affected_systems", "countries", "dates", "dates_earliest", "dates_latest", "description", "item_id", "name", "operation_type", "other_names", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sectors") VALUES (NEW."affected_systems", NEW."countries", NEW."dates", NEW."dates_earliest", NEW."dates_latest", NEW."description", NEW."item_id", NEW."name", NEW."operation_type", NEW."other_names", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."item_id", NEW."sectors"); RETURN NULL;',
                    hash="b762d4404fcbb3180607c04834ab93a12c188327",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f9c2e",
                    table="dossiers_operation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="operation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_operationhistory" ("affected_systems", "countries", "dates", "dates_earliest", "dates_latest", "description", "item_id", "name", "operation_type", "other_names", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sectors") VALUES (OLD."affected_systems", OLD."countries", OLD."dates", OLD."dates_earliest", OLD."dates_latest", OLD."description", OLD."item_id", OLD."name", OLD."operation_type", OLD."other_names", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."item_id", OLD."sectors"); RETURN NULL;',
                    hash="e664b75cfa37e8a83e20e944bc82108c4ca56311",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_31eda",
                    table="dossiers_operation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="publisher",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_publisherhistory" ("country", "item_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "website") VALUES (NEW."country", NEW."item_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."item_id", NEW."website"); RETURN NULL;',
                    hash="59ae0ff6e0822e4c36eb66f439122915f38266bb",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_dbb28",
                    table="dossiers_publisher",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="publisher",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "dossiers_publisherhistory" ("country", "item_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "website") VALUES (NEW."country", NEW."item_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."item_id", NEW."website"); RETURN NULL;',
                    hash="264a6866fb2e29389a3871fdb6d69ba359130dec",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_33855",
                    table="dossiers_publisher",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="publisher",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_publisherhistory" ("country", "item_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "website") VALUES (OLD."country", OLD."item_id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."item_id", OLD."website"); RETURN NULL;',
                    hash="4b460d99305675f5992c3b29848a7b5ad1e8f124",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_dfafe",
                    table="dossiers_publisher",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_membershiphistory" ("case_id", "id", "lead", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."case_id", NEW."id", NEW."lead", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."user_id"); RETURN NULL;',
                    hash="42495991c5bd8745ff35a32bd002b6d97258394b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f4edf",
                    table="dossiers_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "dossiers_membershiphistory" ("case_id", "id", "lead", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."case_id", NEW."id", NEW."lead", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."user_id"); RETURN NULL;',
                    hash="d25ea8518766d9f69b155267f495f211b3c6bf4c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_839fa",
                    table="dossiers_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_membershiphistory" ("case_id", "id", "lead", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (OLD."case_id", OLD."id", OLD."lead", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."user_id"); RETURN NULL;',
                    hash="4aff5a519a6fca95619f18e77462069d0b57e5bc",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c3098",
                    table="dossiers_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_casehistory" ("confidentiality", "created_at", "desk_status", "hold_sources", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "working_title") VALUES (NEW."confidentiality", NEW."created_at", NEW."desk_status", NEW."hold_sources", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."slug", NEW."working_title"); RETURN NULL;',
                    hash="683b12f121de2a6f0c54ff95ff0e8f61e9f7d483",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d5930",
                    table="dossiers_case",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "dossiers_casehistory" ("confidentiality", "created_at", "desk_status", "hold_sources", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "working_title") VALUES (NEW."confidentiality", NEW."created_at", NEW."desk_status", NEW."hold_sources", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."slug", NEW."working_title"); RETURN NULL;',
                    hash="c7bdb671f47c71c973a0a06ba78dbc6a236669bd",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7a32e",
                    table="dossiers_case",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_casehistory" ("confidentiality", "created_at", "desk_status", "hold_sources", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "working_title") VALUES (OLD."confidentiality", OLD."created_at", OLD."desk_status", OLD."hold_sources", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."slug", OLD."working_title"); RETURN NULL;',
                    hash="5c4d316b0e7959bb77fcd7e7b7ac3e0f1681acf5",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_17e00",
                    table="dossiers_case",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="alias",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_aliashistory" ("actor_id", "coined_by_id", "item_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference_title", "reference_url") VALUES (NEW."actor_id", NEW."coined_by_id", NEW."item_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."item_id", NEW."reference_title", NEW."reference_url"); RETURN NULL;',
                    hash="2914300ce99183ea88c0f73d5d12e9834a991905",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6d444",
                    table="dossiers_alias",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="alias",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "dossiers_aliashistory" ("actor_id", "coined_by_id", "item_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference_title", "reference_url") VALUES (NEW."actor_id", NEW."coined_by_id", NEW."item_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."item_id", NEW."reference_title", NEW."reference_url"); RETURN NULL;',
                    hash="25e3794b4a0b47988948e175d27f168da805f326",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_48bb9",
                    table="dossiers_alias",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="alias",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_aliashistory" ("actor_id", "coined_by_id", "item_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference_title", "reference_url") VALUES (OLD."actor_id", OLD."coined_by_id", OLD."item_id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."item_id", OLD."reference_title", OLD."reference_url"); RETURN NULL;',
                    hash="837b232c7109c93815db56aadee09d64c616bbcc",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9e169",
                    table="dossiers_alias",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="notesubject",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_notesubjecthistory" ("id", "note_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject_id") VALUES (NEW."id", NEW."note_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."subject_id"); RETURN NULL;',
                    hash="437cc654b1556d7cbfbe08f017cd3af42f754090",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_26c27",
                    table="dossiers_notesubject",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="notesubject",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "dossiers_notesubjecthistory" ("id", "note_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject_id") VALUES (NEW."id", NEW."note_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."subject_id"); RETURN NULL;',
                    hash="28b1c2e55941165d066fd6f738b9b6d80a237f43",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_363a5",
                    table="dossiers_notesubject",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="notesubject",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_notesubjecthistory" ("id", "note_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject_id") VALUES (OLD."id", OLD."note_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."subject_id"); RETURN NULL;',
                    hash="378ba3766b6616fffb78032041904c8e2e518b86",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_cf4a7",
                    table="dossiers_notesubject",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="editornote",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_editornotehistory" ("item_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "resolved", "text") VALUES (NEW."item_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."item_id", NEW."resolved", NEW."text"); RETURN NULL;',
                    hash="cd5d6b9e6c79762ac14bd23bbe240173029a01ff",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_95cb1",
                    table="dossiers_editornote",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="editornote",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "dossiers_editornotehistory" ("item_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "resolved", "text") VALUES (NEW."item_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."item_id", NEW."resolved", NEW."text"); RETURN NULL;',
                    hash="902688962212bbe61947520d78b77066e11eb8e6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_face5",
                    table="dossiers_editornote",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="editornote",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_editornotehistory" ("item_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "resolved", "text") VALUES (OLD."item_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."item_id", OLD."resolved", OLD."text"); RETURN NULL;',
                    hash="5860e68a7cb1cec357af216ec726e0e15c505304",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4a711",
                    table="dossiers_editornote",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidencebearing",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_evidencebearinghistory" ("attribution_id", "bearing", "evidence_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."attribution_id", NEW."bearing", NEW."evidence_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="93001655727d598c3a852d814de5a36f2db6f103",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4d62c",
                    table="dossiers_evidencebearing",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidencebearing",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "dossiers_evidencebearinghistory" ("attribution_id", "bearing", "evidence_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."attribution_id", NEW."bearing", NEW."evidence_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="29c45ddb3fe0ed17708e2c6e0bc058a3d9ee7199",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7fd95",
                    table="dossiers_evidencebearing",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidencebearing",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_evidencebearinghistory" ("attribution_id", "bearing", "evidence_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."attribution_id", OLD."bearing", OLD."evidence_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="766fcfe72ebdac43f3702ee711ed1223fae17054",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2e122",
                    table="dossiers_evidencebearing",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="publisherreliability",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_publisherreliabilityhistory" ("id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "publisher_id", "reliability", "source_type") VALUES (NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."publisher_id", NEW."reliability", NEW."source_type"); RETURN NULL;',
                    hash="fd2b4068e645d2073bc905be1572dd810ebaabc2",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_802a9",
                    table="dossiers_publisherreliability",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="publisherreliability",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "dossiers_publisherreliabilityhistory" ("id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "publisher_id", "reliability", "source_type") VALUES (NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."publisher_id", NEW."reliability", NEW."source_type"); RETURN NULL;',
                    hash="122da306bf6e252c432c8ad17ffa66554b22c618",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b1c74",
                    table="dossiers_publisherreliability",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="publisherreliability",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_publisherreliabilityhistory" ("id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "publisher_id", "reliability", "source_type") VALUES (OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."publisher_id", OLD."reliability", OLD."source_type"); RETURN NULL;',
                    hash="d08e3a4935a6d3541fc187a1b3181ed8c44dd263",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_adede",
                    table="dossiers_publisherreliability",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="replyrequestattribution",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_replyrequestattributionhistory" ("attribution_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reply_request_id") VALUES (NEW."attribution_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."reply_request_id"); RETURN NULL;',
                    hash="d60d00647f4da2ad1bc958ca857e78049963f9ca",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0c7d7",
                    table="dossiers_replyrequestattribution",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="replyrequestattribution",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "dossiers_replyrequestattributionhistory" ("attribution_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reply_request_id") VALUES (NEW."attribution_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."reply_request_id"); RETURN NULL;',
                    hash="88b3ebe1689c912001d174dc5bac0cfd82349063",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e16b4",
                    table="dossiers_replyrequestattribution",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="replyrequestattribution",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_replyrequestattributionhistory" ("attribution_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reply_request_id") VALUES (OLD."attribution_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."reply_request_id"); RETURN NULL;',
                    hash="95b134feb1555f08dcc63d589199342fa8cffb34",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3909a",
                    table="dossiers_replyrequestattribution",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="source",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_sourcehistory" ("accessed", "archiving", "authors", "capture_id", "cited_url_id", "credibility", "item_id", "language", "note", "original_address", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "published_earliest", "published_latest", "publisher_id", "show_whole_copy", "source_type", "title", "tlp", "url") VALUES (NEW."accessed", NEW."archiving", NEW."authors", NEW."capture_id", NEW."cited_url_id", NEW."credibility", NEW."item_id", NEW."language", NEW."note", NEW."original_address", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."item_id", NEW."published", NEW."published_earliest", NEW."published_latest", NEW."publisher_id", NEW."show_whole_copy", NEW."source_type", NEW."title", NEW."tlp", NEW."url"); RETURN NULL;',
                    hash="2ff6a5f76c40cc04f2d5ef72c056898011e15fe8",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_de11f",
                    table="dossiers_source",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="source",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "dossiers_sourcehistory" ("accessed", "archiving", "authors", "capture_id", "cited_url_id", "credibility", "item_id", "language", "note", "original_address", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "published_earliest", "published_latest", "publisher_id", "show_whole_copy", "source_type", "title", "tlp", "url") VALUES (NEW."accessed", NEW."archiving", NEW."authors", NEW."capture_id", NEW."cited_url_id", NEW."credibility", NEW."item_id", NEW."language", NEW."note", NEW."original_address", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."item_id", NEW."published", NEW."published_earliest", NEW."published_latest", NEW."publisher_id", NEW."show_whole_copy", NEW."source_type", NEW."title", NEW."tlp", NEW."url"); RETURN NULL;',
                    hash="aeaf341aa1e9c6c030827bae59f10aff04ed8dc7",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1fd60",
                    table="dossiers_source",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="source",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_sourcehistory" ("accessed", "archiving", "authors", "capture_id", "cited_url_id", "credibility", "item_id", "language", "note", "original_address", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "published_earliest", "published_latest", "publisher_id", "show_whole_copy", "source_type", "title", "tlp", "url") VALUES (OLD."accessed", OLD."archiving", OLD."authors", OLD."capture_id", OLD."cited_url_id", OLD."credibility", OLD."item_id", OLD."language", OLD."note", OLD."original_address", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."item_id", OLD."published", OLD."published_earliest", OLD."published_latest", OLD."publisher_id", OLD."show_whole_copy", OLD."source_type", OLD."title", OLD."tlp", OLD."url"); RETURN NULL;',
                    hash="5ab26c4efe4c316de6ba6e4c0084d057a301dc74",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_95b0e",
                    table="dossiers_source",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="relay",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_relayhistory" ("id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "relayed_id", "source_id") VALUES (NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."relayed_id", NEW."source_id"); RETURN NULL;',
                    hash="ec5d96bb0612dc0950d81f9b7c5e7cd3052d7b54",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e21b4",
                    table="dossiers_relay",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="relay",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "dossiers_relayhistory" ("id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "relayed_id", "source_id") VALUES (NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."relayed_id", NEW."source_id"); RETURN NULL;',
                    hash="2644515008a249eb68e2062436e2eb4b6f3660bd",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_68092",
                    table="dossiers_relay",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="relay",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_relayhistory" ("id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "relayed_id", "source_id") VALUES (OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."relayed_id", OLD."source_id"); RETURN NULL;',
                    hash="9c1a6dfead5bc68b0064075ee09c1ba7f5f7e42c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8e3d2",
                    table="dossiers_relay",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidencesource",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_evidencesourcehistory" ("evidence_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id") VALUES (NEW."evidence_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."source_id"); RETURN NULL;',
                    hash="b7dfcdb6f7b67c5b01f344e7725cc0e2558a23b1",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4c2fa",
                    table="dossiers_evidencesource",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidencesource",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "dossiers_evidencesourcehistory" ("evidence_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id") VALUES (NEW."evidence_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."source_id"); RETURN NULL;',
                    hash="471efffdfba8ef392f87e5b68b0eeac3fd417187",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1056d",
                    table="dossiers_evidencesource",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidencesource",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_evidencesourcehistory" ("evidence_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id") VALUES (OLD."evidence_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."source_id"); RETURN NULL;',
                    hash="2f8d8c651ab2f6cbe9d6113dafc669ba3914830a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8b1e7",
                    table="dossiers_evidencesource",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="event",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_eventhistory" ("date", "date_earliest", "date_latest", "description", "item_id", "operation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "title") VALUES (NEW."date", NEW."date_earliest", NEW."date_latest", NEW."description", NEW."item_id", NEW."operation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."item_id", NEW."source_id", NEW."title"); RETURN NULL;',
                    hash="bc4f3085b1d17c1898f37a43d59310138c41d0d5",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d627c",
                    table="dossiers_event",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="event",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "dossiers_eventhistory" ("date", "date_earliest", "date_latest", "description", "item_id", "operation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "title") VALUES (NEW."date", NEW."date_earliest", NEW."date_latest", NEW."description", NEW."item_id", NEW."operation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."item_id", NEW."source_id", NEW."title"); RETURN NULL;',
                    hash="ee11708ed654cbd064ce09f80e4c09fdd32afb8f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6d7a8",
                    table="dossiers_event",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="event",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_eventhistory" ("date", "date_earliest", "date_latest", "description", "item_id", "operation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "title") VALUES (OLD."date", OLD."date_earliest", OLD."date_latest", OLD."description", OLD."item_id", OLD."operation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."item_id", OLD."source_id", OLD."title"); RETURN NULL;',
                    hash="c418764a97997f399d829c01ca6876f51e63a878",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_5786c",
                    table="dossiers_event",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statement",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_statementhistory" ("anonymity_reason", "how_they_know", "item_id", "language", "locator", "passage", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prefix", "said", "said_earliest", "said_latest", "source_id", "speaker_description", "speaker_id", "speaker_name", "speaker_role", "speech", "suffix", "translation", "translator", "unclear") VALUES (NEW."anonymity_reason", NEW."how_they_know", NEW."item_id", NEW."language", NEW."locator", NEW."passage", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."item_id", NEW."prefix", NEW."said", NEW."said_earliest", NEW."said_latest", NEW."source_id", NEW."speaker_description", NEW."speaker_id", NEW."speaker_name", NEW."speaker_role", NEW."speech", NEW."suffix", NEW."translation", NEW."translator", NEW."unclear"); RETURN NULL;',
                    hash="d77aff32e4a97839d08dcfcdfe662dea0d7470e7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5cdea",
                    table="dossiers_statement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statement",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "dossiers_statementhistory" ("anonymity_reason", "how_they_know", "item_id", "language", "locator", "passage", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prefix", "said", "said_earliest", "said_latest", "source_id", "speaker_description", "speaker_id", "speaker_name", "speaker_role", "speech", "suffix", "translation", "translator", "unclear") VALUES (NEW."anonymity_reason", NEW."how_they_know", NEW."item_id", NEW."language", NEW."locator", NEW."passage", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."item_id", NEW."prefix", NEW."said", NEW."said_earliest", NEW."said_latest", NEW."source_id", NEW."speaker_description", NEW."speaker_id", NEW."speaker_name", NEW."speaker_role", NEW."speech", NEW."suffix", NEW."translation", NEW."translator", NEW."unclear"); RETURN NULL;',
                    hash="59d911b045d636efeab66eb34fe9ff95b8ff92f6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4cb65",
                    table="dossiers_statement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statement",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_statementhistory" ("anonymity_reason", "how_they_know", "item_id", "language", "locator", "passage", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prefix", "said", "said_earliest", "said_latest", "source_id", "speaker_description", "speaker_id", "speaker_name", "speaker_role", "speech", "suffix", "translation", "translator", "unclear") VALUES (OLD."anonymity_reason", OLD."how_they_know", OLD."item_id", OLD."language", OLD."locator", OLD."passage", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."item_id", OLD."prefix", OLD."said", OLD."said_earliest", OLD."said_latest", OLD."source_id", OLD."speaker_description", OLD."speaker_id", OLD."speaker_name", OLD."speaker_role", OLD."speech", OLD."suffix", OLD."translation", OLD."translator", OLD."unclear"); RETURN NULL;',
                    hash="a2739e7b7f8d9b8c694bd804871079984036c962",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_40bad",
                    table="dossiers_statement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="replyrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_replyrequesthistory" ("allegations", "channel", "deadline", "deadline_zone", "item_id", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "replied", "replied_earliest", "replied_latest", "reply", "sent_at", "statement_id", "to_id", "why_not_sought") VALUES (NEW."allegations", NEW."channel", NEW."deadline", NEW."deadline_zone", NEW."item_id", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."item_id", NEW."replied", NEW."replied_earliest", NEW."replied_latest", NEW."reply", NEW."sent_at", NEW."statement_id", NEW."to_id", NEW."why_not_sought"); RETURN NULL;',
                    hash="10707c5d44c13008f6a9a13e4bd8681b96eb8f41",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7016e",
                    table="dossiers_replyrequest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="replyrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "dossiers_replyrequesthistory" ("allegations", "channel", "deadline", "deadline_zone", "item_id", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "replied", "replied_earliest", "replied_latest", "reply", "sent_at", "statement_id", "to_id", "why_not_sought") VALUES (NEW."allegations", NEW."channel", NEW."deadline", NEW."deadline_zone", NEW."item_id", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."item_id", NEW."replied", NEW."replied_earliest", NEW."replied_latest", NEW."reply", NEW."sent_at", NEW."statement_id", NEW."to_id", NEW."why_not_sought"); RETURN NULL;',
                    hash="376f4af862e1d282a8ff1f0100d617b6ec33a112",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ec3be",
                    table="dossiers_replyrequest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="replyrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_replyrequesthistory" ("allegations", "channel", "deadline", "deadline_zone", "item_id", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "replied", "replied_earliest", "replied_latest", "reply", "sent_at", "statement_id", "to_id", "why_not_sought") VALUES (OLD."allegations", OLD."channel", OLD."deadline", OLD."deadline_zone", OLD."item_id", OLD."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."item_id", OLD."replied", OLD."replied_earliest", OLD."replied_latest", OLD."reply", OLD."sent_at", OLD."statement_id", OLD."to_id", OLD."why_not_sought"); RETURN NULL;',
                    hash="4e886978742245186231e5821fa0fdac550824f6",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b4d19",
                    table="dossiers_replyrequest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="legalaction",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_legalactionhistory" ("act", "against", "against_actor_id", "by_id", "date", "date_earliest", "date_latest", "description", "item_id", "operation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "present_status", "source_id", "statement_id") VALUES (NEW."act", NEW."against", NEW."against_actor_id", NEW."by_id", NEW."date", NEW."date_earliest", NEW."date_latest", NEW."description", NEW."item_id", NEW."operation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."item_id", NEW."present_status", NEW."source_id", NEW."statement_id"); RETURN NULL;',
                    hash="1141ede62a73d9e7bf0b6ed856e5d84dc8292934",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_77f84",
                    table="dossiers_legalaction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="legalaction",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "dossiers_legalactionhistory" ("act", "against", "against_actor_id", "by_id", "date", "date_earliest", "date_latest", "description", "item_id", "operation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "present_status", "source_id", "statement_id") VALUES (NEW."act", NEW."against", NEW."against_actor_id", NEW."by_id", NEW."date", NEW."date_earliest", NEW."date_latest", NEW."description", NEW."item_id", NEW."operation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."item_id", NEW."present_status", NEW."source_id", NEW."statement_id"); RETURN NULL;',
                    hash="13c2e592ef172eeb53dbecb910860941001f16d6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_911d9",
                    table="dossiers_legalaction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="legalaction",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_legalactionhistory" ("act", "against", "against_actor_id", "by_id", "date", "date_earliest", "date_latest", "description", "item_id", "operation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "present_status", "source_id", "statement_id") VALUES (OLD."act", OLD."against", OLD."against_actor_id", OLD."by_id", OLD."date", OLD."date_earliest", OLD."date_latest", OLD."description", OLD."item_id", OLD."operation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."item_id", OLD."present_status", OLD."source_id", OLD."statement_id"); RETURN NULL;',
                    hash="a7c03cef71ad1dec3cd09b2e5bc88464bc5e4aaf",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_613ca",
                    table="dossiers_legalaction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="impact",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_impacthistory" ("amount", "estimate_by", "item_id", "operation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "scope", "statement_id", "unit") VALUES (NEW."amount", NEW."estimate_by", NEW."item_id", NEW."operation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."item_id", NEW."scope", NEW."statement_id", NEW."unit"); RETURN NULL;',
                    hash="938c9b67bf59d686fbf52f7b117b9bea1d190fe7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a0297",
                    table="dossiers_impact",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="impact",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "dossiers_impacthistory" ("amount", "estimate_by", "item_id", "operation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "scope", "statement_id", "unit") VALUES (NEW."amount", NEW."estimate_by", NEW."item_id", NEW."operation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."item_id", NEW."scope", NEW."statement_id", NEW."unit"); RETURN NULL;',
                    hash="05f3b1d42e5bb9c51e5a4febdf9e64dba73fcb77",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7f896",
                    table="dossiers_impact",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="impact",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_impacthistory" ("amount", "estimate_by", "item_id", "operation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "scope", "statement_id", "unit") VALUES (OLD."amount", OLD."estimate_by", OLD."item_id", OLD."operation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."item_id", OLD."scope", OLD."statement_id", OLD."unit"); RETURN NULL;',
                    hash="61a0e001427c9fac7f3b75adb031dd316f0941f1",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6e687",
                    table="dossiers_impact",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidencestatement",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_evidencestatementhistory" ("evidence_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "statement_id") VALUES (NEW."evidence_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."statement_id"); RETURN NULL;',
                    hash="7dba643d5a00a0c3edcc39be0dbb2d0493feca65",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9a595",
                    table="dossiers_evidencestatement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidencestatement",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "dossiers_evidencestatementhistory" ("evidence_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "statement_id") VALUES (NEW."evidence_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."statement_id"); RETURN NULL;',
                    hash="f14464a9e10e3c044733307289c35e2f6440c2d1",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f2ce1",
                    table="dossiers_evidencestatement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidencestatement",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_evidencestatementhistory" ("evidence_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "statement_id") VALUES (OLD."evidence_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."statement_id"); RETURN NULL;',
                    hash="d5106918928bd78a0e33978d91fc24c8757ed06d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_251bc",
                    table="dossiers_evidencestatement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidence",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_evidencehistory" ("credibility", "description", "evidence_type", "item_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "technique_id", "title") VALUES (NEW."credibility", NEW."description", NEW."evidence_type", NEW."item_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."item_id", NEW."technique_id", NEW."title"); RETURN NULL;',
                    hash="d20198afb335bcb0660ef677d58ab043da5df858",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0db3a",
                    table="dossiers_evidence",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidence",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "dossiers_evidencehistory" ("credibility", "description", "evidence_type", "item_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "technique_id", "title") VALUES (NEW."credibility", NEW."description", NEW."evidence_type", NEW."item_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."item_id", NEW."technique_id", NEW."title"); RETURN NULL;',
                    hash="0c6b48c8041e69013e290cf92779ea3387888ffc",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_085c8",
                    table="dossiers_evidence",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidence",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_evidencehistory" ("credibility", "description", "evidence_type", "item_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "technique_id", "title") VALUES (OLD."credibility", OLD."description", OLD."evidence_type", OLD."item_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."item_id", OLD."technique_id", OLD."title"); RETURN NULL;',
                    hash="ade86f5449dd8eedde77a154a42ba7cb7a13ac8a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e6641",
                    table="dossiers_evidence",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attribution",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_attributionhistory" ("accused_as_said", "accused_id", "accuser_id", "attribution_type", "basis", "caveat", "confidence", "confidence_as_said", "item_id", "likelihood", "likelihood_as_said", "operation_id", "our_confidence", "our_confidence_by_id", "our_confidence_on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "responsibility", "stance", "statement_id", "verb", "words", "yardstick") VALUES (NEW."accused_as_said", NEW."accused_id", NEW."accuser_id", NEW."attribution_type", NEW."basis", NEW."caveat", NEW."confidence", NEW."confidence_as_said", NEW."item_id", NEW."likelihood", NEW."likelihood_as_said", NEW."operation_id", NEW."our_confidence", NEW."our_confidence_by_id", NEW."our_confidence_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."item_id", NEW."responsibility", NEW."stance", NEW."statement_id", NEW."verb", NEW."words", NEW."yardstick"); RETURN NULL;',
                    hash="eccd7e6a71ae58d365042995456220d8320e5333",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3131a",
                    table="dossiers_attribution",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attribution",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "dossiers_attributionhistory" ("accused_as_said", "accused_id", "accuser_id", "attribution_type", "basis", "caveat", "confidence", "confidence_as_said", "item_id", "likelihood", "likelihood_as_said", "operation_id", "our_confidence", "our_confidence_by_id", "our_confidence_on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "responsibility", "stance", "statement_id", "verb", "words", "yardstick") VALUES (NEW."accused_as_said", NEW."accused_id", NEW."accuser_id", NEW."attribution_type", NEW."basis", NEW."caveat", NEW."confidence", NEW."confidence_as_said", NEW."item_id", NEW."likelihood", NEW."likelihood_as_said", NEW."operation_id", NEW."our_confidence", NEW."our_confidence_by_id", NEW."our_confidence_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."item_id", NEW."responsibility", NEW."stance", NEW."statement_id", NEW."verb", NEW."words", NEW."yardstick"); RETURN NULL;',
                    hash="59fff597959bf66cfdf98d3be9bef84a00bcec7d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2a690",
                    table="dossiers_attribution",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attribution",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_attributionhistory" ("accused_as_said", "accused_id", "accuser_id", "attribution_type", "basis", "caveat", "confidence", "confidence_as_said", "item_id", "likelihood", "likelihood_as_said", "operation_id", "our_confidence", "our_confidence_by_id", "our_confidence_on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "responsibility", "stance", "statement_id", "verb", "words", "yardstick") VALUES (OLD."accused_as_said", OLD."accused_id", OLD."accuser_id", OLD."attribution_type", OLD."basis", OLD."caveat", OLD."confidence", OLD."confidence_as_said", OLD."item_id", OLD."likelihood", OLD."likelihood_as_said", OLD."operation_id", OLD."our_confidence", OLD."our_confidence_by_id", OLD."our_confidence_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."item_id", OLD."responsibility", OLD."stance", OLD."statement_id", OLD."verb", OLD."words", OLD."yardstick"); RETURN NULL;',
                    hash="306cb55b971f2a4d609e4de4fd5fa1da0a3c9e29",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9cad9",
                    table="dossiers_attribution",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actorlink",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_actorlinkhistory" ("item_id", "object_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "relation", "statement_id", "subject_id") VALUES (NEW."item_id", NEW."object_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."item_id", NEW."relation", NEW."statement_id", NEW."subject_id"); RETURN NULL;',
                    hash="36cf53d79d7275252775887b5d8390258e779d30",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_cb946",
                    table="dossiers_actorlink",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actorlink",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "dossiers_actorlinkhistory" ("item_id", "object_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "relation", "statement_id", "subject_id") VALUES (NEW."item_id", NEW."object_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."item_id", NEW."relation", NEW."statement_id", NEW."subject_id"); RETURN NULL;',
                    hash="a5a61911c7542dd604e352bec988cd313c94a4bf",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1ed04",
                    table="dossiers_actorlink",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actorlink",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "dossiers_actorlinkhistory" ("item_id", "object_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "relation", "statement_id", "subject_id") VALUES (OLD."item_id", OLD."object_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."item_id", OLD."relation", OLD."statement_id", OLD."subject_id"); RETURN NULL;',
                    hash="dd7188280dd5660a1377451d8f70c60dba979fc0",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_136ca",
                    table="dossiers_actorlink",
                    when="AFTER",
                ),
            ),
        ),
    ]
