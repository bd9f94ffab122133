"""What a browser adds to a copy has roles of its own; the column stays as it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0006_storage")]

    operations = [
        migrations.AlterField(
            model_name="capturefile",
            name="role",
            field=models.CharField(
                choices=[
                    ("wacz", "Everything sent and received (WACZ)"),
                    ("text", "Text of the page"),
                    ("document", "The document itself"),
                    ("screenshot", "Picture of the whole page"),
                    ("dom", "The page as its scripts had made it (HTML)"),
                    ("pdf", "The page as it prints (PDF)"),
                ],
                max_length=20,
            ),
        ),
    ]
